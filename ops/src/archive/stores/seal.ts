import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { Decrypter, Encrypter } from 'age-encryption'
import { Failure } from '../../failure.ts'

/**
 * Seals a stream for all of these recipients: each of them alone opens it, this server does not. Needs memory for a few
 * chunks, however long the stream is. What it gives is a file of age, whose format is public: the program `age` reads it.
 * @param recipients public keys (`age1…`)
 */
export async function seal(from: Readable, recipients: readonly string[]): Promise<Readable> {
  if (recipients.length < 2) throw new Error('A backup is sealed for at least two public keys.')
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  return joined(from, await encrypter.encrypt(bytesOf(from)))
}

/**
 * Opens what {@link seal} sealed, as a stream.
 * @param identities private keys (`AGE-SECRET-KEY-1…`): one that fits is enough
 * @throws Failure `wrong-key` if none fits, `damaged` if this is not a sealed file; the stream fails where it is damaged or cut off
 */
export async function unseal(from: Readable, identities: readonly string[]): Promise<Readable> {
  const decrypter = new Decrypter()
  for (const identity of identities) decrypter.addIdentity(identity)
  try {
    return joined(from, await decrypter.decrypt(bytesOf(from)))
  } catch (error) {
    from.destroy()
    // age-encryption throws plain errors, and this sentence alone says that no key fits.
    if (said(error).includes('no identity matched'))
      throw new Failure('wrong-key', 'Aucune des clés privées données n’ouvre cette sauvegarde.', {
        hint: 'BACKUP_RECIPIENTS nomme les clés publiques pour lesquelles elle fut chiffrée : apportez la clé privée de l’une d’elles.',
        cause: error,
      })
    throw new Failure('damaged', `Ce n’est pas une archive d’age entière : ${said(error)}`, {
      hint: 'Une autre destination en a peut-être une copie entière : --from la choisit.',
      cause: error,
    })
  }
}

/**
 * The private keys of a file as `age-keygen` writes it.
 * @throws a Failure that never says what the file holds
 */
export async function readIdentities(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(error => {
    throw new Failure('not-readable', `${file} ne se lit pas (${error.code}).`, {
      hint: 'Donnez le chemin d’un fichier que ce compte peut lire.',
    })
  })
  const lines = text.split('\n').map(line => line.trim())
  const identities = lines.filter(line => line && !line.startsWith('#'))
  const wrong = identities.some(line => !/^AGE-SECRET-KEY-1[A-Z\d]{58}$/.test(line))
  if (wrong || !identities.length)
    throw new Failure('wrong-key', `${file} n’est pas un fichier de clés privées d’age (age-keygen -o).`, {
      hint: 'Donnez le fichier de la clé privée, et non celui des clés publiques (age1…).',
    })
  return identities
}

function bytesOf(from: Readable): globalThis.ReadableStream<Uint8Array> {
  return Readable.toWeb(from) as globalThis.ReadableStream<Uint8Array>
}

/** An error of the source reaches the reader of the result. */
function joined(from: Readable, to: globalThis.ReadableStream<Uint8Array>): Readable {
  const result = Readable.fromWeb(to as ReadableStream)
  from.once('error', error => result.destroy(error))
  return result
}

const said = (error: unknown) => (error instanceof Error ? error.message : String(error))
