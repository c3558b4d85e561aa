import { join } from 'node:path'
import { z } from 'zod'

/** The environments of the specification, in the order in which a release meets them. */
export const environments = ['dev', 'preprod', 'prod'] as const
export type Environment = (typeof environments)[number]

const folder = z.string().startsWith('/', 'un chemin absolu')

const variables = z.object({
  TIPTOP_ROOT: folder.default('/srv/devops/the-tip-top'),
  TIPTOP_BACKUPS: folder.default('/srv/backups'),
})

export type Config = ReturnType<typeof readConfig>

/**
 * The only reader of the environment: where everything lies on this server.
 * @throws an Error in French that names each wrong variable and why
 */
export function readConfig(env: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value))
  const parsed = variables.safeParse(given)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(issue => `  ${issue.path.join('.')} : ${issue.message}`)
    throw new Error(`La configuration n'est pas utilisable :\n${faults.join('\n')}`)
  }
  const { TIPTOP_ROOT: root, TIPTOP_BACKUPS: backups } = parsed.data
  return {
    backups,
    /** The folder of an environment on the server: its compose files, secrets, journals and lock. */
    folderOf: (environment: Environment) => join(root, environment),
    runsOf: (environment: Environment) => join(root, environment, 'runs'),
    lockOf: (environment: Environment) => join(root, environment, '.lock'),
  }
}
