import { CommandRefusal } from '../../command-line/command-refusal.ts'
import { createContest } from '../../contest/create-contest.ts'
import type { ContestDefinition } from '../../contest/definition.ts'
import { listPrizes } from '../../contest/prize.ts'
import { quotasFor } from '../../contest/quotas.ts'
import { scheduleOf } from '../../contest/schedule.ts'
import type { Db } from '../../database/database.ts'
import { digestOfDraft, draftOf, refuseExisting } from './files/draft-file.ts'
import { contestOfPrintFile, findContestRow } from './queries.ts'

/** What was generated, and what is deposited before the opening: the root of the commitment, in hexadecimal. */
export type Generation = { firstId: number; count: number; root: string; opensAt: Date }

const MOST_TICKETS = 100_000_000

type EarlierRun = { slug: string; printFile: string; envelope: string | undefined }

/**
 * What an interrupted run did before it could name its files, or null if everything is still to do. A draft with valid
 * codes is never thrown away: no other place has them.
 */
export async function findEarlier(db: Db, { slug, printFile, envelope }: EarlierRun): Promise<Generation | null> {
  const row = await findContestRow(db, slug)
  const draft = await digestOfDraft(printFile)
  const draftContest = draft && (await contestOfPrintFile(db, draft))
  if (draftContest && draftContest !== row?.id)
    throw new CommandRefusal(`${draftOf(printFile)} contient les codes d’un autre concours : renommez-le d’abord.`)
  if (row?.generated_at && !draftContest)
    throw new CommandRefusal(`Les tickets du concours « ${slug} » sont déjà générés : cela ne se fait qu’une fois.`)
  await refuseExisting(printFile)
  if (row?.commitment_root) return asGeneration(row)
  if (envelope) await refuseExisting(envelope)
  return null
}

type GeneratedRow = NonNullable<Awaited<ReturnType<typeof findContestRow>>>

function asGeneration({ first_ticket_id, ticket_count, commitment_root, opens_at }: GeneratedRow): Generation {
  return {
    firstId: first_ticket_id ?? 0,
    count: ticket_count ?? 0,
    root: commitment_root?.toString('hex') ?? '',
    opensAt: opens_at,
  }
}

type PlannedGeneration = { definition: ContestDefinition; count: number; at: Date }

/** The contest, created if needed, and not yet open: the commitment must be deposited before the first play. */
export async function prepareContest(db: Db, { definition, count, at }: PlannedGeneration) {
  if (!Number.isInteger(count) || count < 1 || count > MOST_TICKETS)
    throw new CommandRefusal(`Le nombre de tickets va de 1 à ${MOST_TICKETS.toLocaleString('fr-FR')}.`)
  const { slug } = definition
  const quotas = quotasFor(definition.prizes, count)
  const row = await findContestRow(db, slug)
  const opensAt = row?.opens_at ?? (definition.opensAt ? new Date(definition.opensAt) : at)
  if (opensAt < at)
    throw new CommandRefusal('Le concours est déjà ouvert : les tickets sont générés et leur empreinte déposée avant.')
  const contest = { definition, schedule: scheduleOf(definition, opensAt), quotas, at }
  const contestId = row?.id ?? (await createContest(db, contest))
  const prizes = await listPrizes(db, contestId)
  const wanted = definition.prizes.map((prize, index) => `${prize.slug} ${quotas[index]}`)
  if (prizes.map(prize => `${prize.slug} ${prize.quota}`).join() !== wanted.join())
    throw new CommandRefusal(`Le concours « ${slug} » existe déjà avec d’autres lots ou d’autres quotas.`)
  return { contestId, quotas, opensAt }
}
