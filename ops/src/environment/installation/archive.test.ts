import { expect, test } from 'vitest'
import { settingsText } from '../../../test/door.ts'
import { drawKeys } from '../../../test/stores/scratch-target.ts'
import { parseSettings } from '../settings.ts'
import { archiveConfig, infraVariables } from './archive.ts'

const { recipients } = await drawKeys()
const s3 = {
  BACKUP_DESTINATIONS: 's3',
  BACKUP_RECIPIENTS: recipients.join(),
  S3_REGION: 'eu-west-3',
  S3_BUCKET: 'demo',
}
const settings = (own: Record<string, string> = {}) => parseSettings(settingsText(own), 'settings')
const configOf = (own: Record<string, string> = {}) => archiveConfig('prod', settings(own))

test('without S3 the archive is on this server alone, encrypted, and has no way out', () => {
  const config = configOf()
  expect(config).toContain('repo1-cipher-type=aes-256-cbc\n')
  expect(config).not.toContain('repo2')
  expect(infraVariables('image:1', settings())).toBe(
    'POSTGRES_IMAGE=image:1\nARCHIVE_NETWORK=archive\nARCHIVE_INTERNAL=true\n',
  )
})

test('with S3 there are two repositories, encrypted both, 30 days at most here and 90 at least there', () => {
  const config = configOf(s3)
  for (const line of [
    'repo1-retention-full=23',
    'repo2-retention-full=90',
    'repo2-cipher-type=aes-256-cbc',
    'repo2-path=/physical/prod',
    'repo2-s3-endpoint=s3.eu-west-3.amazonaws.com',
  ])
    expect(config.split('\n')).toContain(line)
  expect(infraVariables('image:1', settings(s3))).toContain('ARCHIVE_NETWORK=archive-out\nARCHIVE_INTERNAL=false\n')
})

test('another provider is asked at its own address and port', () => {
  const lines = configOf({ ...s3, S3_ENDPOINT: 'https://objets.demo.invalid:9443' }).split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      'repo2-s3-endpoint=objets.demo.invalid',
      'repo2-storage-port=9443',
      'repo2-s3-uri-style=path',
    ]),
  )
})

test('the configuration of pgBackRest that others may read holds no secret', () => {
  expect(configOf(s3)).not.toMatch(/cipher-pass|s3-key/)
})
