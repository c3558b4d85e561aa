import { z } from 'zod'
import { type Advisory, affects } from './advisory.ts'

/** What `package-lock.json` (version 3) says of packages, by the folder of each. */
export const lockShape = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), name: z.string().optional(), link: z.boolean().optional() }),
  ),
})
export type PackageLock = z.infer<typeof lockShape>

/** A finding that is accepted for a while: for which package, until when (included), and why. */
export const exceptionShape = z.strictObject({
  id: z.string().min(1),
  package: z.string().min(1),
  until: z.iso.date(),
  why: z.string().min(10),
})
export type AdvisoryException = z.infer<typeof exceptionShape>

/** A package that an advisory is about. `exception`: the one that was made for it, which may have run out. */
type AdvisoryFinding = {
  id: string
  summary: string
  name: string
  version: string
  exception: (AdvisoryException & { over: boolean }) | null
}

/** Compares every package that would be installed with every advisory. @param now decides which exceptions still hold */
export function judgePackages(
  lock: PackageLock,
  { advisories, exceptions }: { advisories: readonly Advisory[]; exceptions: readonly AdvisoryException[] },
  now: Date,
): AdvisoryFinding[] {
  const today = now.toISOString().slice(0, 10)
  const byName = Map.groupBy(
    advisories.flatMap(advisory => namesOf(advisory).map(name => ({ name, advisory }))),
    ({ name }) => name,
  )
  return packagesOf(lock).flatMap(({ name, version }) =>
    (byName.get(name) ?? [])
      .filter(({ advisory }) => affects(advisory, { name, version }))
      .map(({ advisory: { id, summary } }) => {
        const made = exceptions.find(one => one.id === id && one.package === name)
        return { id, summary, name, version, exception: made ? { ...made, over: made.until < today } : null }
      }),
  )
}

/** What stops a deployment: no exception was made for it, or the one that was has run out. */
export const isOpen = ({ exception }: AdvisoryFinding) => !exception || exception.over

/** A finding in a French sentence. */
export function findingWords({ id, summary, name, version, exception }: AdvisoryFinding): string {
  const what = `${name} ${version} : ${id}${summary ? `, ${summary}` : ''}`
  if (!exception) return what
  const { until, why, over } = exception
  return over ? `${what} (l’exception est échue depuis le ${until})` : `${what} (accepté jusqu’au ${until} : ${why})`
}

const namesOf = ({ affected }: Advisory) => [...new Set(affected.flatMap(one => one.package?.name ?? []))]

/** Each version of each package once; a folder of this repository is none. */
function packagesOf({ packages }: PackageLock): { name: string; version: string }[] {
  const found = Object.entries(packages).flatMap(([path, { name, version, link }]) => {
    const place = path.lastIndexOf('node_modules/')
    if (place < 0 || link || !version) return []
    return [{ name: name ?? path.slice(place + 'node_modules/'.length), version }]
  })
  return [...new Map(found.map(one => [`${one.name}@${one.version}`, one])).values()]
}
