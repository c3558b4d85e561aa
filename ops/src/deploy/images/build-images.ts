import { join } from 'node:path'
import type { Settings } from '../../environment/settings.ts'
import { imageName, type RegistryRepositories } from '../../release/image-names.ts'
import { pieces } from '../../release/release.ts'
import { buildImage } from '../../tools/docker.ts'
import type { Shell } from '../../tools/shell.ts'
import type { Checkout } from '../commit.ts'

/** What is built into the pages: what browsers load is built for one environment. */
type BuiltInSettings = Pick<
  Settings,
  | 'ENVIRONMENT'
  | 'NEXT_PUBLIC_API_URL'
  | 'NEXT_PUBLIC_WEB_URL'
  | 'SECURITY_CONTACT'
  | 'SECURITY_EXPIRES'
  | 'SOURCE_REPOSITORY'
>

/** Builds both images of a commit under all its labels. */
export async function buildImages(
  { folder, version, commit }: Checkout,
  {
    repositories,
    labels,
    settings,
  }: { repositories: RegistryRepositories; labels: string[]; settings: BuiltInSettings },
  { shell, signal, tell }: { shell: Shell; signal: AbortSignal; tell(detail: string): void },
): Promise<void> {
  const { ENVIRONMENT, NEXT_PUBLIC_API_URL, NEXT_PUBLIC_WEB_URL, SECURITY_CONTACT, SECURITY_EXPIRES } = settings
  const pages = { ENVIRONMENT, NEXT_PUBLIC_API_URL, NEXT_PUBLIC_WEB_URL, SECURITY_CONTACT, SECURITY_EXPIRES }
  const origin = await originOf({ folder, version, commit }, settings, shell)
  for (const piece of pieces) {
    tell(piece)
    const build = buildImage({
      context: folder,
      dockerfile: join(folder, piece, 'Dockerfile'),
      tags: labels.map(label => `${imageName(repositories[piece])}:${label}`),
      labels: origin,
      args: { VERSION: version, COMMIT: commit, ...pages },
    })
    await shell.run(build, { signal })
  }
}

/**
 * Where an image comes from, in the labels of OCI, said by what builds it and not by its Dockerfile. `created` is the
 * commit's date: a later build of the same commit is the same image.
 */
async function originOf(
  { folder, version, commit }: Checkout,
  { SOURCE_REPOSITORY: source }: BuiltInSettings,
  shell: Shell,
): Promise<Record<string, string>> {
  const created = await shell.read(['git', 'show', '--no-patch', '--format=%cI', commit], { cwd: folder })
  const known = { version, revision: commit, created, ...(source.startsWith('https://') && { source }) }
  return Object.fromEntries(Object.entries(known).map(([name, value]) => [`org.opencontainers.image.${name}`, value]))
}
