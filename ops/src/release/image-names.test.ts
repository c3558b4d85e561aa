import { expect, test } from 'vitest'
import { backupRepositoryOf, imageByDigest, imageName, readImage, repositoryOf } from './image-names.ts'

const digest = `sha256:${'0f'.repeat(32)}`

test('images are under the prefix of the registry, and those of rollback points beside it', () => {
  expect(imageName(repositoryOf('registre.exemple.fr/tiptop', 'backend'))).toBe('registre.exemple.fr/tiptop/backend')
  expect(imageName(backupRepositoryOf('registre.exemple.fr/tiptop', 'frontend'))).toBe(
    'registre.exemple.fr/tiptop-backups/frontend',
  )
  expect(backupRepositoryOf('localhost:5000/equipe/tiptop', 'backend')).toEqual({
    host: 'localhost:5000',
    path: 'equipe/tiptop-backups/backend',
  })
})

test('a registry that is named without a prefix keeps rollback points under backups/', () => {
  expect(imageName(repositoryOf('localhost:5000', 'backend'))).toBe('localhost:5000/backend')
  expect(imageName(backupRepositoryOf('localhost:5000', 'backend'))).toBe('localhost:5000/backups/backend')
})

test('an image by its digest is read as it was written, also where the registry has a port', () => {
  const repository = backupRepositoryOf('127.0.0.1:5000/tiptop', 'backend')
  expect(readImage(imageByDigest(repository, digest))).toEqual({ ...repository, digest })
})

test('a tag is a label that may move: it does not stand for an image', () => {
  for (const image of [
    'localhost:5000/tiptop/backend:prod-latest',
    `backend@${digest}`,
    'localhost:5000/tiptop/backend@',
  ])
    expect(() => readImage(image)).toThrow(/ne désigne pas une image par son empreinte/)
})
