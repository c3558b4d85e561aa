import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { startPostgres } from './embedded-postgres.ts'

/*
 * Generates backend/src/database/schema.ts from a database that has had every migration; with --check it writes nothing and
 * fails when the file is not what the migrations make.
 */

const ROOT = join(import.meta.dirname, '..')
const OUT = 'backend/src/database/schema.ts'

const folder = await mkdtemp(join(tmpdir(), 'tiptop-schema-'))
try {
  const generated = await withMigratedDatabase(generate)
  if (!process.argv.includes('--check')) await writeFile(join(ROOT, OUT), generated)
  else compare(await readFile(join(ROOT, OUT), 'utf8'), generated)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function withMigratedDatabase<T>(use: (env: NodeJS.ProcessEnv) => Promise<T>): Promise<T> {
  const postgres = await startPostgres(folder, { fsync: 'off' })
  try {
    const env = { ...process.env, DATABASE_URL: postgres.url }
    await run(['node', 'backend/src/migrate.ts'], { env })
    return await use(env)
  } finally {
    await postgres.stop()
  }
}

/** The types as Biome formats them. */
async function generate(env: NodeJS.ProcessEnv): Promise<string> {
  const raw = join(folder, 'schema.ts')
  const reading = [
    '--url',
    'env(DATABASE_URL)',
    '--dialect',
    'postgres',
    '--exclude-pattern',
    '{kysely_*,operations_v*.*}',
  ]
  const typing = ['--date-parser', 'string', '--type-mapping', '{"int8":"number"}']
  await run(['kysely-codegen', ...reading, ...typing, '--out-file', raw], { env })
  return run(['biome', 'format', `--stdin-file-path=${OUT}`], { input: await readFile(raw, 'utf8') })
}

function compare(present: string, generated: string): void {
  if (present === generated) return
  const lines = new Set(present.split('\n'))
  const missing = generated.split('\n').filter(line => line.trim() && !lines.has(line))
  throw new Error(`${OUT} is not what the migrations make; run: npm run schema\n${missing.slice(0, 10).join('\n')}`)
}

async function run([name, ...args]: string[], { env = process.env, input = '' }): Promise<string> {
  const child = spawn(join(ROOT, 'node_modules', '.bin', name as string), args, { cwd: ROOT, env })
  child.stdin.end(input)
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  const [code, out, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  if (code !== 0) throw new Error(`${name} failed:\n${errors || out}`)
  return out
}
