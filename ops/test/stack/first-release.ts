import type { Environment } from '../../src/environment/environment.ts'
import { type RunningRelease, runningRelease } from '../../src/release/colours.ts'
import type { Change } from './repository.ts'
import { openServer, type Server } from './server.ts'

/** The branch of each environment. */
const branches: Record<Environment, string> = { dev: 'dev', preprod: 'preprod', prod: 'main' }

/** A server on which version 1.0.0 serves, and the way to the next ones. */
export async function openServing(environment: Environment = 'prod', settings: Record<string, string> = {}) {
  const server = await openServer(environment, settings)
  try {
    await server.install()
    const commit = (change: Change) => server.repository.commit(change, branches[environment])
    const first = await commit({ version: '1.0.0' })
    await server.must('deploy', environment)
    return { server, commit, first }
  } catch (error) {
    await server.close()
    throw error
  }
}

/** What serves, as its folder says. */
export async function serving({ home }: Server): Promise<RunningRelease> {
  const running = await runningRelease(home)
  if (!running) throw new Error(`Nothing serves in ${home.environment}.`)
  return running
}

/** What answers in public, through nginx and TLS. */
export async function publicHealth(server: Server) {
  const { settings } = await server.target()
  const { web } = await server.outside()
  const { status, body } = await web.read(`${settings.NEXT_PUBLIC_API_URL}/health`)
  return { code: status, ...(JSON.parse(body) as { version: string; commit: string }) }
}
