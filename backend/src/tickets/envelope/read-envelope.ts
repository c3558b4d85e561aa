import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { TICKET_ALPHABET, type TicketCode } from '@tiptop/contract/ticket-code.ts'
import { Decrypter } from 'age-encryption'
import { CommandRefusal } from '../../command-line/command-refusal.ts'
import { ENVELOPE_HEADER } from '../commitment/envelope.ts'

/** What opens a ticket, as the envelope says it. */
export type SealedOpening = { index: number; code: TicketCode; position: number; salt: Buffer }

type EnvelopeFiles = { file: string; identityFile: string }

const LINE = new RegExp(`^(\\d+);([${TICKET_ALPHABET}]{10});(\\d{1,3});([0-9a-f]{32})$`)

/**
 * The openings of the bailiff's envelope in the order of the leaves, one line in memory at a time.
 * @param files the sealed envelope, and the file with the bailiff's age identity (`AGE-SECRET-KEY-1…`)
 * @throws CommandRefusal if a file cannot be read, the identity does not open the envelope, or a line is not an opening
 */
export async function* readEnvelope(files: EnvelopeFiles): AsyncGenerator<SealedOpening> {
  const lines = createInterface({ input: await unsealed(files), crlfDelay: Number.POSITIVE_INFINITY })
  let number = 0
  try {
    for await (const line of lines) {
      if (number++ === 0) {
        if (line !== ENVELOPE_HEADER.trimEnd()) throw new CommandRefusal(`${files.file} n’est pas une enveloppe.`)
      } else yield openingIn(line, number, files.file)
    }
  } catch (error) {
    if (error instanceof CommandRefusal) throw error
    throw new CommandRefusal(`${files.file} est abîmée après la ligne ${number} : ${(error as Error).message}`)
  }
}

function openingIn(line: string, number: number, file: string): SealedOpening {
  const [, index, code, position, salt = ''] = LINE.exec(line) ?? []
  if (Number(index) !== number - 2)
    throw new CommandRefusal(`${file}, ligne ${number} : ce n’est pas l’ouverture attendue.`)
  return {
    index: Number(index),
    code: code as TicketCode,
    position: Number(position),
    salt: Buffer.from(salt, 'hex'),
  }
}

async function unsealed({ file, identityFile }: EnvelopeFiles): Promise<Readable> {
  const decrypter = new Decrypter()
  for (const identity of await identitiesIn(identityFile)) decrypter.addIdentity(identity)
  const sealed = createReadStream(file)
  const opened = await decrypter.decrypt(Readable.toWeb(sealed) as ReadableStream<Uint8Array>).catch(error => {
    sealed.destroy()
    throw new CommandRefusal(`${file} ne s’ouvre pas avec ${identityFile} : ${error.message}`)
  })
  return Readable.fromWeb(opened as Parameters<typeof Readable.fromWeb>[0])
}

async function identitiesIn(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(error => {
    throw new CommandRefusal(`L’identité ne peut pas être lue : ${error.message}`)
  })
  const identities = text.split('\n').filter(line => /^AGE-SECRET-KEY-1[0-9A-Z]+\s*$/.test(line))
  if (!identities.length) throw new CommandRefusal(`${file} ne contient pas d’identité d’age (AGE-SECRET-KEY-1…).`)
  return identities.map(line => line.trim())
}
