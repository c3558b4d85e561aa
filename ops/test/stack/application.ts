import { join } from 'node:path'
import { run } from '../machine/run.ts'

export const REPOSITORY = join(import.meta.dirname, '..', '..', '..')

/** The names of the application's images as this checkout has them; releases of tests are built on these. */
export const application = { backend: 'tiptop-test/backend:current', frontend: 'tiptop-test/frontend:current' }

/** Where browsers find the environments of the tests. Ports differ from run to run, which these addresses leave out. */
export const addresses = { web: 'https://tiptop.test', api: 'https://api.tiptop.test' }

/** Builds both images from their own Dockerfiles; what did not change is taken from the engine's cache. */
export async function buildApplication(tell: (text: string) => void): Promise<void> {
  for (const [piece, tag] of Object.entries(application)) {
    tell(`building ${piece}`)
    await run([
      'docker',
      'buildx',
      'build',
      '--load',
      '--quiet',
      '--tag',
      tag,
      '--file',
      join(REPOSITORY, piece, 'Dockerfile'),
      '--build-arg',
      `NEXT_PUBLIC_API_URL=${addresses.api}`,
      '--build-arg',
      `NEXT_PUBLIC_WEB_URL=${addresses.web}`,
      REPOSITORY,
    ])
  }
}
