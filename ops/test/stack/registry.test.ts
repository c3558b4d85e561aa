import { randomBytes } from 'node:crypto'
import { expect, inject, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { registryAt } from '../../src/tools/registry.ts'
import { freePort } from './server.ts'
import { deleteImage, pushIndex, pushSmallImage } from './small-image.ts'

const machine = inject('machine')
const account = { host: machine.registry, user: machine.registryUser, password: machine.registryPassword }
const registry = registryAt(account)

/** A pair of repositories that no other test has. */
function repositories() {
  const prefix = `registry-${randomBytes(3).toString('hex')}`
  return { images: `${prefix}/backend`, backups: `${prefix}-backups/backend` }
}

test('an image is known under a tag of another repository, without being sent', async () => {
  const { images, backups } = repositories()
  const digest = await pushSmallImage(machine, images, 'prod-latest', 'one')
  await registry.copy({ from: images, digest, to: backups, tag: 'backup-20261123-041500' })
  expect(await registry.digestOf(backups, 'backup-20261123-041500')).toBe(digest)
  expect(await registry.tags(backups)).toEqual(['backup-20261123-041500'])
  expect(await registry.tags(images)).toEqual(['prod-latest'])
})

test('an image that comes with attestations is copied with all its parts', async () => {
  const { images, backups } = repositories()
  const digest = await pushIndex(machine, images, 'prod-latest', 'several')
  await registry.copy({ from: images, digest, to: backups, tag: 'backup-20261123-041500' })
  expect(await registry.digestOf(backups, 'backup-20261123-041500')).toBe(digest)
  for (const part of ['image', 'attestation']) {
    const partDigest = (await registry.digestOf(images, `prod-latest-${part}`)) as string
    expect(await registry.digestOf(backups, partDigest)).toBe(partDigest)
  }
})

test('a label moves to another image, and back', async () => {
  const { images } = repositories()
  const first = await pushSmallImage(machine, images, 'prod-latest', 'first')
  const second = await pushSmallImage(machine, images, 'prod-latest', 'second')
  expect(await registry.digestOf(images, 'prod-latest')).toBe(second)
  await registry.tag(images, first, 'prod-latest')
  expect(await registry.digestOf(images, 'prod-latest')).toBe(first)
})

test('the tag of a backup goes without another backup of the same image, and without prod-latest [3.2/G]', async () => {
  const { images, backups } = repositories()
  const digest = await pushSmallImage(machine, images, 'prod-latest', 'kept')
  for (const tag of ['backup-20261123-041500', 'backup-20261124-041500'])
    await registry.copy({ from: images, digest, to: backups, tag })
  await registry.untag(backups, 'backup-20261123-041500')
  expect(await registry.tags(backups)).toEqual(['backup-20261124-041500'])
  expect(await registry.digestOf(backups, 'backup-20261124-041500')).toBe(digest)
  expect(await registry.digestOf(images, 'prod-latest')).toBe(digest)
  await registry.untag(backups, 'backup-20261123-041500')
  expect(await registry.tags(backups)).toEqual(['backup-20261124-041500'])
  reached('3.2/G')
})

test('a registry that removes a backup by its digest leaves the other repository alone [3.2/G]', async () => {
  const { images, backups } = repositories()
  const digest = await pushSmallImage(machine, images, 'prod-latest', 'alone')
  await registry.copy({ from: images, digest, to: backups, tag: 'backup-20261123-041500' })
  await deleteImage(machine, backups, digest)
  expect(await registry.tags(backups)).toEqual([])
  expect(await registry.digestOf(images, 'prod-latest')).toBe(digest)
  reached('3.2/G')
})

test('what is not there is reported as such, and an image that is gone cannot be copied', async () => {
  const { images, backups } = repositories()
  expect(await registry.tags(images)).toEqual([])
  expect(await registry.digestOf(images, 'prod-latest')).toBe(null)
  const digest = await pushSmallImage(machine, images, 'prod-latest', 'gone')
  await deleteImage(machine, images, digest)
  const copied = registry.copy({ from: images, digest, to: backups, tag: 'backup-20261123-041500' })
  await expect(copied).rejects.toThrow(`${images}@${digest} n'est pas dans le registre.`)
  expect(await registry.tags(backups)).toEqual([])
})

test('a wrong password is reported with the user who was refused, and does not show itself', async () => {
  const refused = await registryAt({ ...account, password: 'not-the-password' })
    .tags('some/backend')
    .catch(String)
  expect(refused).toMatch(`registre ${account.host} : il refuse « ${account.user} ». Vérifiez REGISTRY_USER`)
  expect(refused).not.toContain('not-the-password')
})

test('a registry that does not answer is reported as such', async () => {
  const host = `127.0.0.1:${await freePort()}`
  const asked = registryAt({ ...account, host }).digestOf('some/backend', 'prod-latest')
  await expect(asked).rejects.toThrow(
    `Impossible de lire some/backend:prod-latest dans le registre ${host} : il ne répond pas (connexion refusée).`,
  )
})
