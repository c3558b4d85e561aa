import { z } from 'zod'
import { type BaseBackup, endOfSecond } from '../repository.ts'

const backupsShape = z.record(
  z.string(),
  z.object({
    'backup-archive-start': z.string(),
    'backup-archive-stop': z.string(),
    'backup-timestamp-stop': z.number(),
    'db-id': z.number(),
  }),
)
const historyShape = z.record(z.string(), z.object({ 'db-version': z.string() }))
const cipherShape = z.object({ 'cipher-pass': z.string() })

/** A base backup, as far as the storage alone tells it. */
export type StoredBase = Pick<BaseBackup, 'label' | 'at' | 'wal' | 'archiveId'>

/** The base backups that `backup.info` names, the oldest first. @throws when it is none */
export function basesIn(text: string): StoredBase[] {
  const sections = sectionsOf(text)
  const history = historyShape.parse(sections['db:history'])
  const found = Object.entries(backupsShape.parse(sections['backup:current'] ?? {})).map(([label, backup]) => ({
    label,
    at: endOfSecond(backup['backup-timestamp-stop']),
    wal: { start: backup['backup-archive-start'], stop: backup['backup-archive-stop'] },
    archiveId: `${history[backup['db-id']]?.['db-version']}-${backup['db-id']}`,
  }))
  return found.sort((one, other) => +one.at - +other.at)
}

/** The passphrase of the WAL, which `archive.info` holds. @throws when it is none */
export const walPassphraseIn = (text: string): string => cipherShape.parse(sectionsOf(text).cipher)['cipher-pass']

/** pgBackRest writes sections, and under each a name and JSON on a line. */
function sectionsOf(text: string): Record<string, Record<string, unknown>> {
  const sections: Record<string, Record<string, unknown>> = {}
  let current: Record<string, unknown> = {}
  for (const line of text.split('\n')) {
    const [, section] = /^\[(.+)\]$/.exec(line) ?? []
    const [, name, value = ''] = /^([^=]+)=(.+)$/.exec(line) ?? []
    if (section) sections[section] = current = {}
    else if (name) current[name] = JSON.parse(value)
  }
  return sections
}
