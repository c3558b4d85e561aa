import { randomBytes } from 'node:crypto'
import { chmod, readFile, rename, writeFile } from 'node:fs/promises'

export type Secrets = Record<(typeof NAMES)[number], string>

/** The last one is the password of the backend's role in the database. */
const NAMES = ['SESSION_KEY', 'TICKET_PEPPER', 'APPLICATION_PASSWORD'] as const

/**
 * The secrets of this installation: those of the environment, else those of the file, else new ones that the file keeps.
 * The codes of a database can be checked with the pepper alone that made them, so the file outlives every `--fresh`.
 */
export async function keepSecrets(file: string, env: NodeJS.ProcessEnv): Promise<Secrets> {
  const kept = await readKept(file)
  const secrets = fill(name => kept[name] || randomBytes(32).toString('base64url'))
  if (NAMES.some(name => !kept[name])) {
    await writeFile(`${file}.tmp`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
    await rename(`${file}.tmp`, file)
  }
  await chmod(file, 0o600)
  return fill(name => env[name] || secrets[name])
}

function fill(value: (name: keyof Secrets) => string): Secrets {
  return Object.fromEntries(NAMES.map(name => [name, value(name)])) as Secrets
}

async function readKept(file: string): Promise<Partial<Secrets>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw error
  })
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(
      `${file} n'est plus lisible : remettez-le en état, ou supprimez-le puis lancez npm start -- --fresh.`,
    )
  }
}
