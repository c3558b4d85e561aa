import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { CommandRefusal } from '../command-line/command-refusal.ts'

/** Percentages have at most four decimals; more would be a typing error rather than a promise. */
const PARTS_PER_PERCENT = 10_000

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lettres minuscules, chiffres et tirets')
const text = z.string().trim().min(1, 'un texte')
const inBothLanguages = z.strictObject({ fr: text, en: text })
const cents = z.int().positive()
const moment = z.iso.datetime({ offset: true, error: 'une date avec son heure, comme 2027-01-04T09:00:00+01:00' })
const momentOrDays = z.union([moment, z.strictObject({ daysAfterOpening: z.int().positive().max(3_650) })])

const percent = z
  .number()
  .positive()
  .max(100)
  .refine(value => Math.abs(value * PARTS_PER_PERCENT - partsOf(value)) < 1e-6, 'quatre décimales au plus')

const prize = z
  .strictObject({
    slug,
    name: inBothLanguages,
    description: inBothLanguages,
    valueCents: cents.nullable(),
    percent: percent.optional(),
    quota: z.int().positive().optional(),
  })
  .refine(({ percent, quota }) => (percent === undefined) !== (quota === undefined), 'soit percent, soit quota')

/**
 * A contest as its organisers define it: a JSON file in `backend/contests/`. Without `opensAt` it opens when its
 * tickets are generated. A prize has an exact `quota`, or a `percent` of what the quotas leave.
 */
const contestDefinition = z.strictObject({
  slug,
  name: text,
  tickets: z.int().positive(),
  opensAt: moment.optional(),
  receiptsUntil: momentOrDays,
  playsUntil: momentOrDays,
  claimsUntil: momentOrDays,
  prizes: z
    .array(prize)
    .min(1, 'un lot au moins')
    .max(255, '255 lots au plus')
    .refine(prizes => new Set(prizes.map(({ slug }) => slug)).size === prizes.length, 'deux lots ont le même slug'),
  grandPrize: z.strictObject({ name: inBothLanguages, valueCents: cents }),
})
export type ContestDefinition = z.infer<typeof contestDefinition>
export type PrizeDefinition = ContestDefinition['prizes'][number]

/** A percentage as a whole number of parts, so that no rounding loses any. */
export function partsOf(percent: number): number {
  return Math.round(percent * PARTS_PER_PERCENT)
}

/** The definition in this file. @throws CommandRefusal that names each fault and its place */
export async function readDefinition(path: string): Promise<ContestDefinition> {
  const content = await readFile(path, 'utf8').catch(error => {
    throw new CommandRefusal(`La définition du concours ne peut pas être lue (${path}) : ${error.message}`)
  })
  const parsed = contestDefinition.safeParse(parseJson(content, path), { error: z.locales.fr().localeError })
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join('.') || 'le fichier'} : ${message}`)
  throw new CommandRefusal(`La définition du concours est fautive (${path}) :\n${faults.join('\n')}`)
}

function parseJson(content: string, path: string): unknown {
  try {
    return JSON.parse(content)
  } catch (error) {
    throw new CommandRefusal(`La définition du concours n’est pas du JSON (${path}) : ${(error as Error).message}`)
  }
}
