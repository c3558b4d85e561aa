import { infraProject } from '../../environment/compose-projects.ts'
import type { Target } from '../../environment/target.ts'
import { stampOf } from '../../time/stamp.ts'
import type { Tools } from '../../tools/tools.ts'

/**
 * Copies the files of a stopped database, whatever their state, into a volume of their own.
 * @returns the volume's name, such as `tiptop-prod-database-until-20261123-031205`
 * @throws an Error when there is no room for them; nothing has changed then
 */
export async function keepCluster({ home }: Target, tools: Tools, signal: AbortSignal): Promise<string> {
  const volume = `${home.stack}-database-until-${stampOf(tools.now())}`
  const { command, env } = infraProject(home)
  const copy = command(
    'run',
    '--rm',
    '--no-deps',
    '--no-TTY',
    '--user=root',
    '--entrypoint=cp',
    `--volume=${volume}:/copy`,
    'postgres',
    '--archive',
    '--reflink=auto',
    '/var/lib/postgresql/data/.',
    '/copy',
  )
  await tools.shell.run(copy, { env, signal }).catch(async error => {
    await tools.shell.run(['docker', 'volume', 'rm', '--force', volume]).catch(() => {})
    throw error
  })
  return volume
}
