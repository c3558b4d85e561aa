import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseSettings } from './settings.ts'

const EXAMPLE = join(import.meta.dirname, '..', '..', '..', 'environments', 'prod', 'env.example')
let example: string
let identity: string
let recipients: string[]
beforeAll(async () => {
  example = await readFile(EXAMPLE, 'utf8')
  identity = await generateX25519Identity()
  recipients = await Promise.all([identity, await generateX25519Identity()].map(identityToRecipient))
})

const given = (own: Record<string, string>) =>
  parseSettings([example, ...Object.entries(own).map(([name, value]) => `${name}=${value}`)].join('\n'), 'env')
const refusal = (own: Record<string, string>) => {
  try {
    given(own)
    return null
  } catch (error) {
    return (error as Error).message
  }
}

test('two public keys and a destination are accepted, with spaces around them', () => {
  const [one, two] = recipients
  const settings = given({
    BACKUP_RECIPIENTS: ` ${one} , ${two} `,
    BACKUP_DESTINATIONS: 's3, rclone:ailleurs:/srv/copies',
    S3_BUCKET: 'sauvegardes',
    S3_REGION: 'eu-west-3',
    S3_LOCK_DAYS: '30',
  })
  expect(settings).toMatchObject({
    BACKUP_RECIPIENTS: recipients,
    BACKUP_DESTINATIONS: ['s3', 'rclone:ailleurs:/srv/copies'],
    S3_LOCK_DAYS: 30,
  })
})

test('settings that are older than backups are accepted: nothing is sent', () => {
  const older = example.slice(0, example.indexOf('BACKUP_RECIPIENTS='))
  const settings = parseSettings(older, 'env')
  expect(settings).toMatchObject({ BACKUP_RECIPIENTS: [], BACKUP_DESTINATIONS: [], S3_LOCK_DAYS: 0, JENKINS_HOME: '' })
})

test('a private key among the recipients is refused, and not repeated', () => {
  const said = refusal({ BACKUP_RECIPIENTS: `${recipients[0]},${identity}` })
  expect(said).toContain('BACKUP_RECIPIENTS : contient une clé privée')
  expect(said).not.toContain(identity)
  expect(said).not.toContain(identity.slice(16, 40))
})

describe('what is incomplete is refused by its name:', () => {
  test.each([
    [
      'one key alone',
      () => ({ BACKUP_RECIPIENTS: `${recipients[0]}` }),
      'BACKUP_RECIPIENTS : il en faut au moins deux',
    ],
    ['the same key twice', () => ({ BACKUP_RECIPIENTS: `${recipients[0]},${recipients[0]}` }), 'deux différentes'],
    [
      'a key with a typing error',
      () => ({ BACKUP_RECIPIENTS: `${recipients[0]},${typo()}` }),
      'la 2e n’est pas une clé',
    ],
    [
      'keys for secrets and none for data',
      () => ({ BACKUP_SECRET_RECIPIENTS: recipients.join() }),
      'BACKUP_RECIPIENTS : manque',
    ],
    ['one key for the secrets', () => keyed({ BACKUP_SECRET_RECIPIENTS: `${recipients[0]}` }), 'au moins deux'],
    ['one key for the pepper', () => ({ PEPPER_RECIPIENTS: `${recipients[0]}` }), 'au moins deux'],
    [
      'a key that opens data and pepper',
      () => keyed({ PEPPER_RECIPIENTS: recipients.join() }),
      'PEPPER_RECIPIENTS : d’autres clés que BACKUP_RECIPIENTS',
    ],
    ['a database of Gitea alone', () => ({ GITEA_DATABASE_CONTAINER: 'db' }), 'GITEA_CONTAINER : manque'],
    [
      'a token in the address of the source',
      () => ({ SOURCE_REPOSITORY: 'https://a:b@git.fr/x.git' }),
      'source-access',
    ],
    ['a source in no place', () => ({ SOURCE_REPOSITORY: 'depot.git' }), 'un chemin absolu'],
    ['a part that does not exist', () => ({ BACKUP_WITHOUT: 'database' }), 'parmi pepper, source'],
    ['a destination without keys', () => ({ BACKUP_DESTINATIONS: 'rclone:a:b' }), 'rien ne part sans être chiffré'],
    ['S3 without a bucket', () => keyed({ BACKUP_DESTINATIONS: 's3', S3_REGION: 'eu' }), 'S3_BUCKET : manque'],
    ['a destination twice', () => keyed({ BACKUP_DESTINATIONS: 'rclone:a:b,rclone:a:b' }), 'nommée deux fois'],
    ['a destination of no kind', () => keyed({ BACKUP_DESTINATIONS: 'ftp://a' }), 's3, ou rclone:'],
  ])('%s', (_name, own, sentence) => {
    expect(refusal(own())).toContain(sentence)
  })

  const keyed = (own: Record<string, string>) => ({ BACKUP_RECIPIENTS: recipients.join(), ...own })
  const typo = () => {
    const last = recipients[1]?.at(-1) === 'q' ? 'p' : 'q'
    return `${recipients[1]?.slice(0, -1)}${last}`
  }
})
