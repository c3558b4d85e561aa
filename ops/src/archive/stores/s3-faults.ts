import { Failure } from '../../failure.ts'
import { NotThere } from './store.ts'

type S3Answer = { name?: string; code?: string; message?: string; $metadata?: { httpStatusCode?: number } }

/** What S3 answers, by its name for it. */
const answers: Record<string, string> = {
  NoSuchBucket: 'ce seau n’existe pas (S3_BUCKET)',
  AccessDenied: 'cette clé n’en a pas le droit (secrets/s3-key)',
  InvalidAccessKeyId: 'cette clé est inconnue (secrets/s3-key)',
  SignatureDoesNotMatch: 'cette clé n’est pas la bonne (secrets/s3-key)',
  PermanentRedirect: 'ce seau est dans une autre région (S3_REGION)',
  AuthorizationHeaderMalformed: 'ce seau est dans une autre région (S3_REGION)',
  InvalidRequest: 'la demande est refusée ; un seau sans verrou d’objets ne prend pas S3_LOCK_DAYS',
  ObjectLockConfigurationNotFoundError: 'ce seau n’a pas de verrou d’objets (S3_LOCK_DAYS)',
  TimeoutError: 'il ne répond pas à temps',
}

/** Why there was no answer. */
const silences: Record<string, string> = {
  ECONNREFUSED: 'personne n’écoute à cette adresse',
  ECONNRESET: 'la connexion a été coupée',
  EPIPE: 'la connexion a été coupée',
  ENOTFOUND: 'cette adresse n’existe pas (S3_ENDPOINT)',
  EAI_AGAIN: 'son nom ne se résout pas',
  ETIMEDOUT: 'il ne répond pas à temps',
  CERT_HAS_EXPIRED: 'son certificat a expiré',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'son certificat n’est signé par aucune autorité reconnue (tls/authorities.pem)',
  SELF_SIGNED_CERT_IN_CHAIN: 'son certificat n’est signé par aucune autorité reconnue (tls/authorities.pem)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'son certificat n’est signé par aucune autorité reconnue (tls/authorities.pem)',
  ERR_TLS_CERT_ALTNAME_INVALID: 'son certificat est pour un autre nom',
}

const AWAY = 'Est-il joignable d’ici ? S3_ENDPOINT nomme son adresse.'
const SETTING = 'Corrigez ce réglage ou ce secret, puis recommencez.'

/** An error of the client as a sentence in French, which holds nothing that is secret. */
export function s3Fault(error: unknown, { name, key }: { name: string; key: string }): Error {
  const { name: kind = '', code = '', message = '', $metadata } = error as S3Answer
  const status = $metadata?.httpStatusCode
  if (kind === 'NoSuchKey' || (kind === 'NotFound' && status === 404))
    return new NotThere(`${key} n’est pas dans ${name}.`)
  const why = silences[code] ?? answers[kind] ?? [kind || code, status, message].filter(Boolean).join(', ')
  const away = Boolean(silences[code]) || kind === 'TimeoutError'
  return new Failure(away ? 'unreachable' : 'refused', `${name}, ${key} : ${why}.`, {
    hint: away ? AWAY : answers[kind] ? SETTING : null,
    cause: error,
  })
}
