import { randomBytes } from 'node:crypto'
import { chmod, readFile, rename, writeFile } from 'node:fs/promises'

export type Secrets = { SESSION_KEY: string; TICKET_PEPPER: string }

/**
 * The secrets of this installation: those of the environment, else those of the file, else new ones that the file keeps.
 * The codes of a database can be checked with the pepper alone that made them, so the file outlives every `--fresh`.
 */
export async function keepSecrets(file: string, env: NodeJS.ProcessEnv): Promise<Secrets> {
  const kept = await readKept(file)
  const draw = () => randomBytes(32).toString('base64url')
  const secrets = { SESSION_KEY: kept.SESSION_KEY || draw(), TICKET_PEPPER: kept.TICKET_PEPPER || draw() }
  if (!kept.SESSION_KEY || !kept.TICKET_PEPPER) {
    await writeFile(`${file}.tmp`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
    await rename(`${file}.tmp`, file)
  }
  await chmod(file, 0o600)
  return {
    SESSION_KEY: env.SESSION_KEY || secrets.SESSION_KEY,
    TICKET_PEPPER: env.TICKET_PEPPER || secrets.TICKET_PEPPER,
  }
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
