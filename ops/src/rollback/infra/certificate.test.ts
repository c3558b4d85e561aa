import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { openDoor } from '../../../test/door.ts'
import { certificateWords, readCertificateHere } from './certificate.ts'

const NOW = new Date('2026-11-23T03:00:00Z')
const words = (until: string, shown: 'same' | 'other' | null = 'same') => certificateWords({ until, shown }, NOW)

test('a certificate is described by its days, and below twenty-one by the command that renews it [4.2/Z]', () => {
  expect(words('2027-02-01T00:00:00Z')).toBe('certificat valable jusqu’au 2027-02-01 (69 jours)')
  expect(words('2026-12-14T03:00:00Z')).not.toContain('renouveler')
  expect(words('2026-12-14T02:59:00Z')).toMatch(/\(20 jours\) ; à renouveler : tiptop certificate renew/)
  expect(words('2026-11-20T00:00:00Z')).toMatch(/^certificat expiré depuis le 2026-11-20 ; .*tiptop certificate renew/)
  reached('4.2/Z')
})

test('one that is on the disk and is not shown yet is reloaded [4.2/Z]', () => {
  expect(words('2027-02-01T00:00:00Z', 'other')).toMatch(/; nginx en montre un autre : il est rechargé$/)
  expect(words('2027-02-01T00:00:00Z', null)).not.toContain('rechargé')
  reached('4.2/Z')
})

test('a file that is no certificate is named, and one on the disk is distinguished from the one that is shown [4.2/Z]', async () => {
  const door = await openDoor()
  const { target, close } = door
  const read = () => readCertificateHere(target, new AbortController().signal)
  expect(await read()).toMatchObject({ shown: 'same' })
  await writeFile(join(target.home.tls, 'fullchain.pem'), 'half a certif')
  await expect(read()).rejects.toThrow(/fullchain\.pem n’est pas un certificat/)
  await close()
  reached('4.2/Z')
})
