import { createDecipheriv, createHash } from 'node:crypto'
import { Failure } from '../../../failure.ts'

/** What begins everything that OpenSSL and pgBackRest encrypt with a passphrase; eight bytes of salt follow. */
const MAGIC = 'Salted__'
const [KEY_BYTES, IV_BYTES, SALT_END] = [32, 16, 16]

/**
 * Opens a file that pgBackRest has encrypted by aes-256-cbc (its src/common/crypto/cipherBlock.c). Nothing in it says
 * whether it is whole: what reads it compares.
 * @throws Failure `wrong-key` if it is not encrypted so, or by another passphrase
 */
export function decipher(content: Buffer, passphrase: string): Buffer {
  const salt = content.subarray(MAGIC.length, SALT_END)
  if (content.subarray(0, MAGIC.length).toString('latin1') !== MAGIC) throw unopened()
  const { key, iv } = keyOf(Buffer.from(passphrase), salt)
  const opening = createDecipheriv('aes-256-cbc', key, iv)
  try {
    return Buffer.concat([opening.update(content.subarray(SALT_END)), opening.final()])
  } catch (error) {
    throw unopened(error)
  }
}

/** OpenSSL's EVP_BytesToKey with SHA-1 and one round, as pgBackRest calls it. */
function keyOf(passphrase: Buffer, salt: Buffer): { key: Buffer; iv: Buffer } {
  let [block, all] = [Buffer.alloc(0), Buffer.alloc(0)]
  while (all.length < KEY_BYTES + IV_BYTES) {
    block = createHash('sha1').update(block).update(passphrase).update(salt).digest()
    all = Buffer.concat([all, block])
  }
  return { key: all.subarray(0, KEY_BYTES), iv: all.subarray(KEY_BYTES, KEY_BYTES + IV_BYTES) }
}

/** Opens a text and reads it. @throws Failure `wrong-key` also for one that makes no sense once it is opened */
export function decipherText<T>(content: Buffer, passphrase: string, read: (text: string) => T): T {
  const text = decipher(content, passphrase).toString()
  try {
    return read(text)
  } catch (error) {
    throw unopened(error)
  }
}

const unopened = (cause?: unknown) =>
  new Failure('wrong-key', 'L’archive ne s’ouvre pas avec sa phrase (secrets/archive-passphrase), ou est abîmée.', {
    hint: 'Remettez la phrase qui a scellé cette archive ; si c’est la bonne, prenez la sauvegarde d’un autre lieu.',
    cause,
  })
