import { z } from 'zod'
import type { Environment } from './environment/environment.ts'
import { homeOf } from './environment/home.ts'
import { Failure } from './failure.ts'

const folder = z.string().startsWith('/', 'un chemin absolu')

const variables = z.object({
  TIPTOP_ROOT: folder.default('/srv/devops/the-tip-top'),
  TIPTOP_BACKUPS: folder.default('/srv/backups'),
  TIPTOP_PROJECT: z
    .string()
    .regex(/^[a-z][a-z\d-]{0,30}$/, 'des lettres minuscules, des chiffres et des tirets')
    .default('tiptop'),
})

export type Config = ReturnType<typeof readConfig>

/**
 * The only reader of the environment: where everything is on this server.
 * @throws a Failure that names each wrong variable and why
 */
export function readConfig(env: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value))
  const parsed = variables.safeParse(given)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(issue => `  ${issue.path.join('.')} : ${issue.message}`)
    throw new Failure('usage', `La configuration n'est pas utilisable :\n${faults.join('\n')}`, {
      hint: 'Corrigez ces variables là où tiptop est lancé : unité de systemd, Jenkins, ou ce terminal.',
    })
  }
  const { TIPTOP_ROOT: root, TIPTOP_BACKUPS: backups, TIPTOP_PROJECT: project } = parsed.data
  return {
    /** who runs this command, as journals and locks name them */
    user: env.BUILD_TAG ?? env.SUDO_USER ?? env.USER ?? 'inconnu',
    /** where Jenkins shows this run, when Jenkins runs it */
    page: env.BUILD_URL || null,
    /** what was asked for through SSH, where the key of the caller has a forced command */
    asked: env.SSH_ORIGINAL_COMMAND ?? '',
    homeOf: (environment: Environment) => homeOf({ root, backups, project }, environment),
  }
}
