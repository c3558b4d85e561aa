import type { StaffRole } from '@tiptop/contract/staff-roles.ts'
import type { SiteFolder } from './site-folder.ts'
import { LOST_PAGE, lostPages, moves, sharedPages, shortcuts, spaces } from './table.ts'

/** `file`: the one at the address, or '' if there is none. `lostPage`: what is sent then. */
type Route = { file: string; lostPage: string } & (
  | { kind: 'refused'; status: 400 | 405 | 414 }
  | { kind: 'moved'; status: 302 | 308; target: string }
  | { kind: 'lost' }
  | { kind: 'file'; space: StaffRole | undefined }
)

/** nginx reads the first line of a request into a buffer of this many bytes. */
const LONGEST_LINE = 8_192

/** Where a request leads: what the table says, as nginx reads it. */
export function routeOf({ files }: SiteFolder, method: string, url: string): Route {
  const [asked = ''] = url.split('?', 1)
  const query = url.slice(asked.length + 1)
  if (`${method} ${url} HTTP/1.1\r\n`.length > LONGEST_LINE)
    return { kind: 'refused', status: 414, file: '', lostPage: LOST_PAGE }
  if (isMalformed(asked)) return { kind: 'refused', status: 400, file: '', lostPage: LOST_PAGE }
  const file = files.get(asked) ?? rowFor(sharedPages, asked)?.[1] ?? ''
  const lostPage = rowFor(lostPages, asked)?.[1] ?? LOST_PAGE
  if (method !== 'GET' && method !== 'HEAD') return { kind: 'refused', status: 405, file, lostPage }
  const shortcut = rowFor(shortcuts, asked)
  if (shortcut) return { kind: 'moved', status: 302, target: shortcut[1], file, lostPage }
  const move = rowFor(moves, asked)
  if (move) {
    const target = asked.replace(new RegExp(move[0]), move[1]) + (query && `?${query}`)
    return { kind: 'moved', status: 308, target, file, lostPage }
  }
  return file ? { kind: 'file', file, lostPage, space: rowFor(spaces, file)?.[1] } : { kind: 'lost', file, lostPage }
}

/** Whether nginx would not read it: a broken escape, a zero byte, or a way up and out of the site. */
function isMalformed(path: string): boolean {
  if (!path.startsWith('/') || /%(?![0-9a-f]{2})|%00/i.test(path)) return true
  const decoded = path.replace(/%([0-9a-f]{2})/gi, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  let depth = 0
  for (const part of decoded.split('/').filter(part => part && part !== '.')) {
    depth += part === '..' ? -1 : 1
    if (depth < 0) return true
  }
  return false
}

/** The first row whose pattern the text matches. */
export function rowFor<T>(table: [pattern: string, value: T][], text: string): [pattern: string, value: T] | undefined {
  return table.find(([pattern]) => new RegExp(pattern).test(text))
}
