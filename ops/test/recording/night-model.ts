import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fingerprintOf } from '../../src/tools/files.ts'
import type { ShellOptions } from '../../src/tools/shell.ts'
import type { DatabaseModel, ProgramModel, ServerModel } from './server-model.ts'

/** What a night does with a server beside what a deployment does: its faults, and the server that proves a copy. */
export type NightModel = {
  /** how many of the next copies do not come out of the restore as they went in */
  damagedCopies: number
  /** what PostgreSQL says at each question, the last one again and again */
  databaseBytes: number[]
  /** the folder that the proving server sees, and what it has restored; null while it is not there */
  proof: { folder: string; restored: DatabaseModel | null } | null
}

type Answer = ReturnType<ProgramModel>

/** Answers what the nightly backup asks of Docker, PostgreSQL and tar. */
export function nightProgram(night: NightModel): ProgramModel {
  return (command, options, server) => {
    const [program, verb, ...args] = command
    if (program === 'tar') return written(options, `tar of ${args.length} words`)
    if (program !== 'docker') return null
    if (verb !== 'exec') return engine([verb ?? '', ...args], options, night)
    const [container = '', ...inside] = args.filter(arg => arg !== '--interactive')
    return container.endsWith('-proof')
      ? provingServer(inside, options, night)
      : ownServer(inside, options, { server, night })
  }
}

function engine(words: string[], options: ShellOptions, night: NightModel): Answer {
  const said = words.join(' ')
  if (said.startsWith('info')) return '/'
  if (said.startsWith('rm --force --volumes')) {
    night.proof = null
    return ''
  }
  if (said.startsWith('container inspect --format {{.Image}}')) return `sha256:${'5'.repeat(64)}`
  if (said.startsWith('image inspect --format {{.Size}}')) return '5000'
  if (words[0] === 'save') return written(options, `layers of ${words.at(-1)}`)
  if (words[0] !== 'run') return null
  const folder = words[words.indexOf('--volume') + 1]?.split(':')[0] ?? ''
  night.proof = { folder, restored: null }
  return ''
}

async function provingServer(words: string[], { input }: ShellOptions, night: NightModel): Promise<string> {
  const { proof } = night
  if (!proof) throw new Error('no such container')
  if (words[0] === 'pg_restore') {
    const file = words.at(-1) ?? ''
    const restored = JSON.parse(await readFile(join(proof.folder, file.slice('/backup/'.length)), 'utf8'))
    proof.restored = night.damagedCopies-- > 0 ? { ...restored, plays: restored.plays + 1 } : restored
  }
  return String(input).includes('\\gexec') && proof.restored ? sumsOf(proof.restored) : ''
}

type Ground = { server: ServerModel; night: NightModel }

function ownServer(words: string[], options: ShellOptions, { server, night }: Ground): Answer {
  const { input } = options
  if (words[0] === 'pg_dumpall') return 'create role tiptop_app;'
  if (words[0] !== 'psql') return null
  if (input instanceof Readable) return keepSnapshot(input, options, server)
  if (/^select pg_database_size/.test(input ?? ''))
    return String(night.databaseBytes.length > 1 ? night.databaseBytes.shift() : night.databaseBytes[0])
  return /^select pg_size_pretty/.test(input ?? '') ? '1000 bytes' : null
}

/** The session that keeps a snapshot open: says its name, then sums, and ends with its input. */
async function keepSnapshot(input: Readable, { onLine }: ShellOptions, { databases }: ServerModel): Promise<string> {
  for await (const chunk of input) {
    const said = String(chunk)
    if (said.includes('pg_export_snapshot')) onLine?.('00000003-0000001B-1\t2026-11-23T02:00:00.000Z')
    if (!said.includes('sums-end')) continue
    for (const line of sumsOf(databases.get('tiptop') as DatabaseModel).split('\n')) onLine?.(line)
    onLine?.('sums-end')
  }
  return ''
}

/** As psql says it: a table, its rows and their sum. */
function sumsOf({ plays, migrations }: DatabaseModel): string {
  const sum = (of: unknown) => Number.parseInt(fingerprintOf(JSON.stringify(of)).sha256.slice(0, 8), 16)
  return [
    ['public.participations', plays, sum(plays)],
    ['public.kysely_migration', migrations.length, sum(migrations)],
  ]
    .map(cells => cells.join('\t'))
    .join('\n')
}

async function written({ output, input }: ShellOptions, said: string): Promise<string> {
  if (input instanceof Readable) await text(input)
  output?.end(said)
  return ''
}
