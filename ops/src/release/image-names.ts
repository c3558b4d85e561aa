import type { Environment } from '../environment/environment.ts'
import { Failure } from '../failure.ts'
import type { ApplicationPiece } from './release.ts'

/** A registry's host, and the path of a repository in it. */
type ImageRepository = { host: string; path: string }

/** An image by the digest of its manifest: what is deployed, saved and rolled back. */
type ImageByDigest = ImageRepository & { digest: string }

const DIGEST = /^sha256:[\da-f]{64}$/

/**
 * The repository of one piece, in which the images of releases are.
 * @param registry the setting REGISTRY, `host[:port][/prefix]`
 */
export function repositoryOf(registry: string, piece: ApplicationPiece): ImageRepository {
  const { host, prefix } = split(registry)
  return { host, path: prefix ? `${prefix}/${piece}` : piece }
}

/** The repository of each piece, see {@link repositoryOf}. */
export type RegistryRepositories = Record<ApplicationPiece, ImageRepository>

export function repositoriesIn(registry: string): RegistryRepositories {
  return { backend: repositoryOf(registry, 'backend'), frontend: repositoryOf(registry, 'frontend') }
}

/**
 * Where the images of rollback points are: in a repository of their own, because a registry that removes a backup's
 * digest removes every tag on it, and `prod-latest` may be one of them.
 */
export function backupRepositoryOf(registry: string, piece: ApplicationPiece): ImageRepository {
  const { host, prefix } = split(registry)
  return { host, path: `${prefix ? `${prefix}-` : ''}backups/${piece}` }
}

/** The label of what an environment serves. */
export const latestLabel = (environment: Environment) => `${environment}-latest`

/** `registre.exemple.fr/tiptop/backend`, as Docker calls it; a tag or a digest follows. */
export function imageName({ host, path }: ImageRepository): string {
  return `${host}/${path}`
}

/** `registre.exemple.fr/tiptop/backend@sha256:…`: what {@link readImage} reads. */
export function imageByDigest(repository: ImageRepository, digest: string): string {
  return `${imageName(repository)}@${digest}`
}

/**
 * `registre.exemple.fr/tiptop/backend:sha256-…`: an image that this engine was given by a file. It knows it by no digest
 * then, which only a registry gives, so the tag says it.
 */
export function imageByHand(repository: ImageRepository, digest: string): string {
  return `${imageName(repository)}:${tagOfDigest(digest)}`
}

/** The tag under which an image that came by a file is sent to a registry: it gives it a digest of its own. */
export const tagOfDigest = (digest: string) => digest.replace(':', '-')

/** @throws an Error when the text names no image by its digest */
export function readImage(image: string): ImageByDigest {
  const [name = '', digest = ''] = image.replace(/:sha256-([\da-f]{64})$/, '@sha256:$1').split('@')
  const { host, prefix: path } = split(name)
  if (!path || !DIGEST.test(digest))
    throw new Failure('damaged', `« ${image} » ne désigne pas une image par son empreinte.`, {
      hint: 'Remettez le fichier qui la nomme d’une sauvegarde.',
    })
  return { host, path, digest }
}

function split(name: string): { host: string; prefix: string } {
  const slash = name.indexOf('/')
  return slash < 0 ? { host: name, prefix: '' } : { host: name.slice(0, slash), prefix: name.slice(slash + 1) }
}
