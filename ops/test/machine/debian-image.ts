import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { debianMirror, installMissing } from './debian.ts'
import type { Engine } from './engine.ts'
import { run } from './run.ts'

type Making = { env: Engine['env']; label: string; tell: (text: string) => void }

const LEFT_OUT = ['man', 'doc', 'locale', 'info', 'lintian', 'groff']

/** Bookworm's package that merges /usr, and the Perl that it alone needs, are in no image of Debian's. */
const USRMERGE = [
  'usrmerge',
  'perl',
  'perl-modules-5.36',
  'libperl5.36',
  'libgdbm6',
  'libgdbm-compat4',
  'libfile-find-rule-perl',
  'libnumber-compare-perl',
  'libtext-glob-perl',
]
const WITHOUT_USRMERGE = [
  '--include=ca-certificates,usr-is-merged',
  `--customize-hook=chroot "$1" apt-get purge --yes --quiet=2 --allow-remove-essential ${USRMERGE.join(' ')}`,
]

const options = (suite: string) => [
  '--variant=minbase',
  '--mode=root',
  '--quiet',
  ...LEFT_OUT.map(name => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
  ...(suite === 'bookworm' ? WITHOUT_USRMERGE : ['--include=ca-certificates']),
]

/**
 * Debian's minimal system as `debian:<suite>-slim`, with what that image leaves out left out. An image that was made
 * so already is kept.
 * @returns what it was made from
 */
export async function importDebian(suite: string, { env, label, tell }: Making): Promise<string> {
  const tag = `debian:${suite}-slim`
  const made = createHash('sha256').update(options(suite).join('\n')).digest('hex').slice(0, 16)
  const found = await run(['docker', 'image', 'inspect', '--format', `{{index .Config.Labels "${label}"}}`, tag], {
    env,
  }).catch(() => '')
  if (found === made) return made
  tell(`building ${tag}`)
  await installMissing({ mmdebstrap: 'mmdebstrap' }, ['/usr/bin'])
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-debian-'))
  const archive = join(folder, 'root.tar')
  await run(['mmdebstrap', ...options(suite), suite, archive, await debianMirror()])
  const changes = ['--change', 'CMD ["bash"]', '--change', `LABEL ${label}=${made}`]
  await run(['docker', 'import', ...changes, archive, tag], { env })
  await rm(folder, { recursive: true })
  return made
}
