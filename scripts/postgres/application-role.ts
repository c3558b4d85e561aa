import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { Client } from 'pg'

/** The role that the migrations make for the backend. */
export const APPLICATION_ROLE = 'tiptop_application'

/**
 * The address under which the backend reaches the database of this owner. Its role gets this password, unless it may
 * enter with it already.
 *
 * @param password in letters, digits and punctuation of ASCII
 * @throws an Error with one French sentence on what is missing and the remedy
 */
export async function openToApplication(ownerUrl: string, password: string): Promise<string> {
  const url = asApplication(ownerUrl, password)
  if (!(await whyRefused(url))) return url
  const denied = await giveLogin(ownerUrl, password)
  const refused = await whyRefused(url)
  if (refused)
    throw new Error(
      `Le backend n’entre pas dans la base en tant que ${APPLICATION_ROLE} (${denied ?? refused}). Qu’un superutilisateur ` +
        `exécute « alter role ${APPLICATION_ROLE} login password '…'; », puis relancez avec ce mot de passe dans ` +
        'APPLICATION_PASSWORD.',
    )
  return url
}

/** The same database, as the role of the backend. */
export function asApplication(ownerUrl: string, password: string): string {
  const url = new URL(ownerUrl)
  url.username = APPLICATION_ROLE
  url.password = encodeURIComponent(password)
  return url.href
}

/** @returns null when the database can be entered, else why not */
async function whyRefused(url: string): Promise<string | null> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  return client
    .connect()
    .then(
      () => null,
      (error: Error) => error.message,
    )
    .finally(() => client.end().catch(() => {}))
}

/** @returns null when it was given, else why not */
async function giveLogin(ownerUrl: string, password: string): Promise<string | null> {
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    await client.query(`alter role ${APPLICATION_ROLE} login password ${client.escapeLiteral(scramVerifier(password))}`)
    return null
  } catch (error) {
    return (error as Error).message
  } finally {
    await client.end().catch(() => {})
  }
}

/** What PostgreSQL keeps of a password (RFC 5803), made here so that no log of the server can hold the password itself. */
function scramVerifier(password: string): string {
  const [salt, rounds] = [randomBytes(16), 4096]
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256')
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest()
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64')
  const serverKey = hmac('Server Key').toString('base64')
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}
