import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isWholeInParts } from '@tiptop/contract/shares.ts'
import { z } from 'zod'
import { CommandRefusal } from '../command-line/command-refusal.ts'

/** The definition that is shipped. The home page is built with its prizes. */
export const SHIPPED_DEFINITION = join(import.meta.dirname, '../../../contract/src/the-tip-top.json')

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lettres minuscules, chiffres et tirets')
const text = z.string().trim().min(1, 'un texte')
const inBothLanguages = z.strictObject({ fr: text, en: text })
const cents = z.int().positive()
const moment = z.iso.datetime({ offset: true, error: 'une date avec son heure, comme 2027-01-04T09:00:00+01:00' })
const momentOrDays = z.union([moment, z.strictObject({ daysAfterOpening: z.int().positive().max(3_650) })])

const percent = z.number().positive().max(100).refine(isWholeInParts, 'quatre décimales au plus')

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
 * A contest as its organisers define it: a JSON file such as `contract/src/the-tip-top.json`. Without `opensAt` it opens
 * when its tickets are generated, and without `staffMayPlay` employees and administrators do not play. A prize has an exact `quota`, or a `percent` of what the quotas leave.
 */
const contestDefinition = z.strictObject({
  slug,
  name: text,
  tickets: z.int().positive(),
  opensAt: moment.optional(),
  receiptsUntil: momentOrDays,
  playsUntil: momentOrDays,
  claimsUntil: momentOrDays,
  staffMayPlay: z.boolean().default(false),
  prizes: z
    .array(prize)
    .min(1, 'un lot au moins')
    .max(255, '255 lots au plus')
    .refine(prizes => new Set(prizes.map(({ slug }) => slug)).size === prizes.length, 'deux lots ont le même slug'),
  grandPrize: z.strictObject({ name: inBothLanguages, valueCents: cents }),
})
export type ContestDefinition = z.infer<typeof contestDefinition>
export type PrizeDefinition = ContestDefinition['prizes'][number]

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
