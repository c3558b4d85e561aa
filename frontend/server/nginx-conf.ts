import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readSite, type SiteFolder } from './site-folder.ts'
import {
  cacheOf,
  codings,
  GATE_SECONDS,
  headers,
  LOST_PAGE,
  lostPages,
  moves,
  NO_CAMERA,
  NOT_INDEXED,
  PREPARED,
  permissionsOf,
  REVALIDATED,
  sharedPages,
  shortcuts,
  spaces,
  types,
} from './table.ts'

/** Where nginx runs. `scratch` is the only folder that it writes to; `api.conf` in it sets `$api`, see start.sh. */
type NginxPlace = { listen: string; root: string; scratch: string; resolver: string }

/** The container: Docker's own name server knows the backend. */
const IMAGE: NginxPlace = { listen: '3000', root: '/srv/site/public', scratch: '/tmp', resolver: '127.0.0.11' }

/** Writes `nginx.conf` into the folder of a built site, for the image. */
export async function writeNginxConf(folder: string): Promise<void> {
  const file = join(folder, 'nginx.conf')
  await writeFile(`${file}.tmp`, await nginxConf(folder, IMAGE))
  await rename(`${file}.tmp`, file)
}

/** Returns the configuration that serves the site built in `folder` from `place`. */
export async function nginxConf(folder: string, place: NginxPlace): Promise<string> {
  const [template, site] = await Promise.all([
    readFile(join(import.meta.dirname, 'nginx.conf.template'), 'utf8'),
    readSite(folder),
  ])
  const values: Record<string, string> = { ...place, ...blocks(site), gateSeconds: String(GATE_SECONDS) }
  return template.replaceAll(/@(\w+)@/g, (_all, name) => values[name] ?? missing(name))
}

function missing(name: string): never {
  throw new Error(`nginx.conf.template asks for ${name}, which nginx-conf.ts does not give.`)
}

function blocks(site: SiteFolder): Record<string, string> {
  const { files, policies, isPublished } = site
  const answers: Entry[] = [...ofAnswer, ...(isPublished ? [] : [robots])]
  const suffixes = codings.map(([pattern, , suffix]): Entry => [`~*${pattern}`, suffix])
  return {
    shortcuts: entries(shortcuts.map(matching)),
    moves: entries(moves.map(matching)),
    // A pattern each, because nginx compares other keys without regard to case.
    files: entries([...[...files].map(exactly), ...sharedPages.map(matching)]),
    lostPages: entries([['default', LOST_PAGE], ...lostPages.map(matching)]),
    spaces: entries(spaces.map(matching)),
    accepted: entries(suffixes),
    prepared: quoted(`~${PREPARED}`),
    codings: entries(codings.map(([, coding, suffix]) => [suffix, coding])),
    types: entries(Object.entries(types).map(([extension, type]) => [`~\\.${extension}$`, type])),
    policies: entries([...policies]),
    permissions: entries([['default', NO_CAMERA], ...permissionsOf.map(matching)]),
    caching: entries([['default', REVALIDATED], ...cacheOf.map(matching)]),
    headers: added(answers),
    // nginx knows the type of a file by its last extension, which is that of its coding. Headers added in a location take
    // the place of those around it.
    file: `types { } default_type "";\n    ${added([...answers, ...ofFile])}`,
  }
}

const ofAnswer: Entry[] = [
  ...Object.entries(headers),
  ['Permissions-Policy', '$permissions'],
  ['Content-Security-Policy', '$policy'],
  ['Cache-Control', '$caching'],
  ['Allow', '$allow'],
  // Of the gate, which may renew the session.
  ['Set-Cookie', '$cookie'],
]
const robots: Entry = ['X-Robots-Tag', NOT_INDEXED]
const ofFile: Entry[] = [
  ['Content-Type', '$type'],
  ['Content-Encoding', '$coding'],
  ['Vary', '$vary'],
  // The entity tag says enough.
  ['Last-Modified', ''],
]
const added = (all: Entry[]) => all.map(([name, value]) => `add_header ${name} ${quoted(value)} always;`).join('\n    ')

type Entry = [key: string, value: string]

const matching = ([pattern, value]: [string, string]): Entry => [`~${pattern}`, value]
const exactly = ([address, file]: Entry): Entry => [`~^${address.replaceAll('.', '\\.')}$`, file]
const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
const entries = (all: Entry[]) => all.map(([key, value]) => `${quoted(key)} ${quoted(value)};`).join('\n    ')
