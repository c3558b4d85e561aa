import type { ArchiveModel, ProgramModel, ServerModel } from '../../server-model.ts'

const HISTORY = '17-1'
const [FIRST, NEWEST, FOLDER] = ['000000010000000000000001', '000000010000000000000005', '0000000100000000']

/** pgBackRest, beside the running database or in a container of its own. */
export const backrest: ProgramModel = (command, _, server) => {
  const place = command.indexOf('pgbackrest')
  if (command[0] !== 'docker' || place < 0) return null
  const words = command.slice(place + 1)
  if (words.includes('info')) return JSON.stringify([infoOf(server.archive)])
  if (words.includes('repo-ls')) return JSON.stringify(listed(words.at(-1) ?? '', server.archive))
  if (words.includes('stanza-create')) return ''
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

function listed(path: string, archive: ArchiveModel | null) {
  if (path.endsWith(`/${HISTORY}`)) return { [FOLDER]: {} }
  return archive ? { [`${NEWEST}-${'0'.repeat(40)}.zst`]: { time: seconds(archive.until) } } : {}
}

function restore(words: readonly string[], { archive, databases, volumes, home }: ServerModel): string {
  if (!archive) throw new Error('no backup set found to restore')
  const target = words.find(word => word.startsWith('--target='))?.slice('--target='.length)
  volumes.add(`${home.stack}-database`)
  databases.clear()
  databases.set('tiptop', archive.at(target ? new Date(target) : null))
  return ''
}
