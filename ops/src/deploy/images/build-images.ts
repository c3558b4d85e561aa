import { join } from 'node:path'
import type { Settings } from '../../environment/settings.ts'
import { imageName, type RegistryRepositories } from '../../release/image-names.ts'
import { pieces } from '../../release/release.ts'
import { buildImage } from '../../tools/docker.ts'
import type { Shell } from '../../tools/shell.ts'
import type { Checkout } from '../commit.ts'

/** What is built into the pages: what browsers load is built for one environment. */
type BuiltInSettings = Pick<Settings, 'ENVIRONMENT' | 'NEXT_PUBLIC_API_URL' | 'NEXT_PUBLIC_WEB_URL'>

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
  const { ENVIRONMENT, NEXT_PUBLIC_API_URL, NEXT_PUBLIC_WEB_URL } = settings
  for (const piece of pieces) {
    tell(piece)
    const build = buildImage({
      context: folder,
      dockerfile: join(folder, piece, 'Dockerfile'),
      tags: labels.map(label => `${imageName(repositories[piece])}:${label}`),
      args: { VERSION: version, COMMIT: commit, ENVIRONMENT, NEXT_PUBLIC_API_URL, NEXT_PUBLIC_WEB_URL },
    })
    await shell.run(build, { signal })
  }
}
