import semver from 'semver'
import { z } from 'zod'

const event = z
  .object({ introduced: z.string(), fixed: z.string(), last_affected: z.string() })
  .partial()
  .refine(one => Object.keys(one).length > 0)

/** An advisory in the format of OSV (https://ossf.github.io/osv-schema), as osv.dev exports them; the rest of it is not read. */
export const advisoryShape = z.object({
  id: z.string().min(1),
  summary: z.string().default(''),
  modified: z.string(),
  withdrawn: z.string().optional(),
  affected: z.array(
    z.object({
      package: z.object({ ecosystem: z.string(), name: z.string() }).optional(),
      ranges: z.array(z.object({ type: z.string(), events: z.array(event) })).default([]),
      versions: z.array(z.string()).default([]),
    }),
  ),
})
export type Advisory = z.infer<typeof advisoryShape>
type AffectedPackage = Advisory['affected'][number]

/** Whether a version of a package of npm is among those that an advisory is about. */
export function affects(
  { affected, withdrawn }: Advisory,
  { name, version }: { name: string; version: string },
): boolean {
  if (withdrawn) return false
  return affected.some(one => isNpm(one, name) && (one.versions.includes(version) || one.ranges.some(inRange(version))))
}

const isNpm = ({ package: about }: AffectedPackage, name: string) => about?.ecosystem === 'npm' && about.name === name

/** The evaluation of a range of the OSV schema: the last event that the version has reached decides. */
const inRange =
  (version: string) =>
  ({ type, events }: AffectedPackage['ranges'][number]): boolean => {
    if (type !== 'SEMVER') return false
    const sorted = events.toSorted((a, b) => semver.compare(versionOf(a), versionOf(b)) || rank(a) - rank(b))
    return sorted.reduce((within, event) => decide(within, event, version), false)
  }

type RangeEvent = AffectedPackage['ranges'][number]['events'][number]

function decide(within: boolean, { introduced, fixed, last_affected: last }: RangeEvent, version: string): boolean {
  if (introduced !== undefined) return within || introduced === '0' || semver.gte(version, introduced)
  if (fixed !== undefined) return within && semver.lt(version, fixed)
  return within && last !== undefined && semver.lte(version, last)
}

/** Begins before it ends, where one version does both. */
const rank = ({ introduced }: RangeEvent) => (introduced === undefined ? 1 : 0)

function versionOf({ introduced, fixed, last_affected: last }: RangeEvent): string {
  const given = introduced ?? fixed ?? last ?? '0'
  return semver.valid(given) ?? semver.coerce(given)?.version ?? '0.0.0'
}
