import { join } from 'node:path'
import { z } from 'zod'
import { environments } from '../environment/environment.ts'
import type { Home } from '../environment/home.ts'
import { phases } from '../restore/server/stopwatch.ts'
import { openSurvey, type StateSurvey, sentenceOf } from '../state/damaged-file.ts'
import { readAll } from '../state/read-state.ts'
import { writeState } from '../state/write-state.ts'
import type { Files } from '../tools/files.ts'

const milliseconds = z.number().nonnegative()

const rehearsalShape = z.object({
  version: z.literal(1),
  /** the run, for `tiptop runs show` */
  name: z.string(),
  environment: z.enum(environments),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  /** green: the newest backup came back, playing on it works, and its data was proven */
  verdict: z.enum(['green', 'red']),
  /** why it is red, in French; empty when it is green */
  faults: z.array(z.string()),
  /** what it could not prove, in French; absent in records older than this list */
  unproven: z.array(z.string()).optional(),
  /** the moment to bring back; null: the newest */
  to: z.iso.datetime().nullable(),
  /** what was restored; null if it did not get that far */
  backup: z.object({ name: z.string(), store: z.string(), snapshotAt: z.iso.datetime() }).nullable(),
  /** `physical`: a base backup with the WAL after it. `until`: the newest transaction in it */
  database: z.object({ from: z.enum(['dump', 'physical']), until: z.iso.datetime() }).nullable(),
  /** the version that started on it */
  release: z.string().nullable(),
  /** milliseconds spent on each phase that began */
  phases: z.partialRecord(z.enum(phases), milliseconds),
  /** RTO: from the start until sign-in, play and handover had worked; null if they did not */
  rtoMs: milliseconds.nullable(),
  /** RPO: from the newest transaction that came back to the start, or to the moment asked for; null without a database */
  rpoMs: milliseconds.nullable(),
})

/** What a restoration beside production measured. */
export type Rehearsal = z.infer<typeof rehearsalShape>

/**
 * Lists the rehearsals of an environment, the newest first. Files that are no such records are left out.
 * @param survey collects their names
 */
export async function listRehearsals(home: Home, survey: StateSurvey = openSurvey()): Promise<Rehearsal[]> {
  const { found, damaged } = await readAll(home.rehearsals, { shape: rehearsalShape })
  survey.damaged.push(...damaged.map(sentenceOf))
  return found.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))
}

export async function keepRehearsal(home: Home, rehearsal: Rehearsal, files: Pick<Files, 'makeFolder' | 'write'>) {
  await files.makeFolder(home.rehearsals)
  await writeState(join(home.rehearsals, `${rehearsal.name}.json`), rehearsal, files)
}
