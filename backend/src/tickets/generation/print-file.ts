import { access, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseTicketCode, type TicketCode } from '@tiptop/contract/ticket-code.ts'
import { CommandRefusal } from '../../command-line/command-refusal.ts'

/**
 * The one place where codes are in clear text: CSV for the printer of the receipts, a line `serial;code` per ticket.
 *
 * While tickets are generated it is a draft beside its final name. It is synced to disk before the database commits,
 * and renamed after: a file of this name always holds valid codes, and a committed ticket always has its printed code,
 * whenever the power fails.
 */
export type PrintFileDraft = {
  append(lines: Uint8Array): Promise<void>
  /** Returns once every line is on the disk. */
  seal(): Promise<void>
  discard(): Promise<void>
}

export type PrintedTicket = { serial: number; code: TicketCode }

const HEADER = 'serial;code\n'
const OWNER_ONLY = 0o600

export const draftOf = (path: string) => `${path}.tmp`

/** Begins a new print file, readable by its owner only. Replaces a draft that an interrupted run left. */
export async function draftPrintFile(path: string): Promise<PrintFileDraft> {
  const draft = draftOf(path)
  await rm(draft, { force: true })
  const file = await open(draft, 'wx', OWNER_ONLY).catch(error => {
    throw new CommandRefusal(`Le fichier d’impression ne peut pas être écrit (${path}) : ${error.message}`)
  })
  await file.chmod(OWNER_ONLY)
  await file.writeFile(HEADER)
  return {
    append: lines => file.writeFile(lines),
    seal: async () => {
      await file.sync()
      await file.close()
      await syncFolderOf(draft)
    },
    discard: async () => {
      await file.close()
      await rm(draft, { force: true })
    },
  }
}

/** Gives the draft its final name, once its codes are valid. */
export async function publishPrintFile(path: string): Promise<void> {
  await rename(draftOf(path), path)
  await syncFolderOf(path)
}

export async function refuseExisting(path: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  )
  if (exists) throw new CommandRefusal(`Le fichier d’impression existe déjà, rien n’est écrasé : ${path}`)
}

/** The tickets of a print file, one by one. An absent file has none. */
export async function* readPrintFile(path: string): AsyncGenerator<PrintedTicket> {
  const file = await open(path).catch(() => null)
  if (!file) return
  try {
    for await (const line of file.readLines()) {
      const [serial = '', typed = ''] = line.split(';')
      const code = parseTicketCode(typed)
      if (code && /^\d+$/.test(serial)) yield { serial: Number(serial), code }
    }
  } finally {
    await file.close()
  }
}

/** The first code of the draft that an interrupted run left, or null. */
export async function codeOfDraft(path: string): Promise<TicketCode | null> {
  for await (const { code } of readPrintFile(draftOf(path))) return code
  return null
}

/** A new name in a folder lasts only once the folder itself is on the disk. */
async function syncFolderOf(path: string): Promise<void> {
  const folder = await open(dirname(path))
  await folder.sync().finally(() => folder.close())
}
