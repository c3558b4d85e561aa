import { expect, test } from 'vitest'
import { repositoriesIn } from '../../release/image-names.ts'
import type { Shell } from '../../tools/shell.ts'
import { type ImageLabel, pushImages } from './push-images.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}`

/** Sends both images to a registry that has no label yet; the engine knows the digests of an image as these lines. */
async function push(known: string[]) {
  const answer: Shell['run'] = async command => (command.includes('push') ? '' : known.join('\n'))
  const moved: ImageLabel[] = []
  const registry = { digestOf: async () => null, tag: async () => {} }
  return pushImages(
    repositoriesIn('registre.exemple.test/tiptop'),
    { labels: ['prod-latest'], exact: 'prod-1.0.0-aaaaaaa', version: '1.0.0', moved, warn: () => {} },
    { shell: { read: answer, run: answer }, registry } as unknown as Parameters<typeof pushImages>[2],
    new AbortController().signal,
  )
}

test('of the digests that an image has in several registries, the one of its own repository is deployed', async () => {
  const known = [
    'ailleurs.test/tiptop/backend',
    'registre.exemple.test/tiptop/backend',
    'registre.exemple.test/tiptop/frontend',
  ]
  expect(await push(known.map((name, place) => `${name}@${digest(String(place))}`))).toEqual({
    backend: `registre.exemple.test/tiptop/backend@${digest('1')}`,
    frontend: `registre.exemple.test/tiptop/frontend@${digest('2')}`,
  })
})

test('an image that the engine knows by no digest of its repository is not deployed', async () => {
  const refused = push([`registre.exemple.test/tiptop/backend-old@${digest('1')}`])
  await expect(refused).rejects.toThrow('registre.exemple.test/tiptop/backend:prod-1.0.0-aaaaaaa')
})
