import { Failure, type FailureCode } from '../failure.ts'
import { isFull, noRoom, spaceAt } from './free-space.ts'

/** What the system answers about a path: why, and what to do. */
type SystemReason = { code: FailureCode; why: string; hint: string }

const ACCOUNT =
  'Lancez tiptop sous le compte de l’environnement, ou rendez-lui ce fichier (chown, chmod), puis recommencez.'
const ASIDE = 'Mettez-le de côté (mv), puis recommencez.'
const DISK = 'Regardez le disque (dmesg, mount) avant de continuer.'

const reasons: Record<string, SystemReason> = {
  EACCES: { code: 'not-readable', why: 'le compte qui exécute tiptop n’y a pas accès', hint: ACCOUNT },
  EPERM: { code: 'not-writable', why: 'le compte qui exécute tiptop n’en a pas le droit', hint: ACCOUNT },
  EROFS: { code: 'not-writable', why: 'son disque est en lecture seule', hint: DISK },
  EIO: { code: 'not-readable', why: 'son disque ne le lit plus', hint: DISK },
  ENOENT: { code: 'not-there', why: 'il manque', hint: 'Remettez-le d’une sauvegarde, puis recommencez.' },
  EISDIR: { code: 'damaged', why: 'c’est un dossier, là où un fichier est attendu', hint: ASIDE },
  ENOTDIR: { code: 'damaged', why: 'un fichier se trouve là où un dossier est attendu', hint: ASIDE },
  ENOTEMPTY: { code: 'already-there', why: 'le dossier n’est pas vide', hint: ASIDE },
  EEXIST: { code: 'damaged', why: 'autre chose s’y trouve déjà', hint: ASIDE },
  EINVAL: { code: 'damaged', why: 'il n’est pas de la sorte attendue', hint: ASIDE },
  ELOOP: { code: 'damaged', why: 'ses liens tournent en rond', hint: ASIDE },
  EMFILE: { code: 'refused', why: 'trop de fichiers sont ouverts', hint: 'Relevez la limite (ulimit -n).' },
}

/** Returns why the system refused this path and what to do, in French; null if it is no error of the system about a path. */
export function systemReason(error: unknown): SystemReason | null {
  if (!(error instanceof Error) || error instanceof Failure) return null
  return reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? null
}

/**
 * An error of the system as a Failure in French, which names the path and the way out. Other errors stay as they are.
 * @param path what was worked on, if the error does not say
 */
export function inFrench(error: unknown, path = (error as NodeJS.ErrnoException | null)?.path): unknown {
  if (error instanceof Failure || !path) return error
  if (isFull(error)) return noRoom(spaceAt(path), 'et la suite n’y tient pas')
  const reason = systemReason(error)
  return reason ? new Failure(reason.code, `${path} : ${reason.why}.`, { hint: reason.hint, cause: error }) : error
}
