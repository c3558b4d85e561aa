import type { Writable } from 'node:stream'
import type { ArchiveModel, ProgramModel, ServerModel } from '../../server-model.ts'
import { archivedSegment } from './wal.ts'

const HISTORY = '17-1'
const [FIRST, FOLDER] = ['000000010000000000000001', '0000000100000000']
/** Segments between the base backup and the end of the archive. */
const SEGMENTS = 5

/** pgBackRest, beside the running database or in a container of its own. */
export const backrest: ProgramModel = (command, { output }, server) => {
  const place = command.indexOf('pgbackrest')
  if (command[0] !== 'docker' || place < 0) return null
  const words = command.slice(place + 1)
  if (words.includes('info')) return JSON.stringify([infoOf(server.archive)])
  if (words.includes('repo-ls')) return JSON.stringify(listed(words, server.archive))
  if (words.includes('repo-get')) return get(words, server.archive, output)
  if (words.includes('verify')) return 'status: ok'
  if (words.includes('stanza-create') || words.includes('expire')) return ''
  if (words.includes('backup')) return backUp(server)
  return words.includes('restore') ? restore(words, server) : null
}

const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

function infoOf(archive: ArchiveModel | null) {
  const status = { lock: { backup: { held: false } } }
  if (!archive) return { backup: [], db: [], repo: [{ status: { code: 1, message: 'missing stanza path' } }], status }
  const at = seconds(archive.from)
  const backup = {
    label: '20261123-020000F',
    type: 'full',
    timestamp: { start: at, stop: at },
    archive: { start: FIRST, stop: FIRST },
    database: { id: 1 },
    info: { repository: { delta: 1000 } },
  }
  const repo = [{ status: { code: 0, message: 'ok' } }]
  return { backup: [backup], db: [{ id: 1, version: '17' }], repo, status }
}

function listed(words: readonly string[], archive: ArchiveModel | null) {
  const all = segmentsIn(words, archive).map(({ file, at }) => [file, { time: seconds(at) }] as const)
  if (!words.at(-1)?.endsWith(`/${HISTORY}`)) return Object.fromEntries(all)
  return Object.fromEntries([[FOLDER, {}], ...all.map(([file, more]) => [`${FOLDER}/${file}`, more])])
}

/** The segments that a repository still has. */
function segmentsIn(words: readonly string[], archive: ArchiveModel | null) {
  const repository = words.includes('--repo=2') ? 2 : 1
  return (archive ? segmentsOf(archive) : []).flatMap(segment => {
    const content = archive?.damage ? archive.damage(repository, segment.name, segment.content) : segment.content
    return content ? [{ ...segment, content }] : []
  })
}

/** From the base backup on, each with one transaction; the last one ends with the archive. */
function segmentsOf({ from, until }: ArchiveModel) {
  const step = (until.getTime() - from.getTime()) / (SEGMENTS - 1)
  return Array.from({ length: SEGMENTS }, (_, place) => {
    const at = new Date(from.getTime() + step * place)
    const name = `${FOLDER}0000000${place + 1}`
    return { name, at, ...archivedSegment(name, [at]) }
  })
}

function get(words: readonly string[], archive: ArchiveModel | null, output?: Writable): string {
  const found = segmentsIn(words, archive).find(({ file }) => words.at(-1)?.endsWith(`/${file}`))
  if (!found) throw new Error('unable to open missing file')
  output?.end(found.content)
  return ''
}

/** From then on the archive leads to what the database has now. */
function backUp(server: ServerModel): string {
  const now = server.databases.get('tiptop')
  if (!now || !server.archive) throw new Error('unable to find primary cluster')
  server.archive = { ...server.archive, at: () => ({ ...now }) }
  return ''
}

function restore(words: readonly string[], { archive, databases, volumes, home }: ServerModel): string {
  if (!archive) throw new Error('no backup set found to restore')
  const target = words.find(word => word.startsWith('--target='))?.slice('--target='.length)
  volumes.add(`${home.stack}-database`)
  databases.clear()
  databases.set('tiptop', archive.at(target ? new Date(target) : null))
  return ''
}
