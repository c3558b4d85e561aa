import type { z } from 'zod'
import { Failure } from '../failure.ts'
import { type HttpAnswer, sendOnce, whyNoAnswer } from '../tools/https.ts'

/** A program of continuous integration or monitoring that runs somewhere, and how it is spoken to. */
export type CiServer = {
  name: string
  url: string
  /** the header of that name; empty where no one has to sign in */
  authorization: string
  /** what that header is made from, as operators know it: `le jeton de secrets/gitea-token` */
  credential: string
  /** what no answer may repeat */
  secret: string
  trusted: string[]
}

const REQUEST_MS = 10_000

/**
 * Reads from a service. Changes nothing.
 * @throws a Failure: `unreachable`, `refused` (with what the server says), `not-there` or `wrong-answer`
 */
export async function readCi(server: CiServer, path: string): Promise<HttpAnswer> {
  const { name, url, authorization, credential, trusted } = server
  const answer = await sendOnce({
    url: new URL(`${url.replace(/\/$/, '')}${path}`),
    trusted,
    method: 'GET',
    headers: { accept: 'application/json', ...(authorization && { authorization }) },
    signal: AbortSignal.timeout(REQUEST_MS),
  }).catch((error: Error) => {
    throw new Failure('unreachable', `${name} ne répond pas sur ${url} : ${whyNot(error, new URL(url).hostname)}.`, {
      hint: 'Est-il démarré (docker ps) ? tiptop ci check --help montre comment donner une autre adresse.',
    })
  })
  const { status } = answer
  if (status === 200) return answer
  if (status === 401)
    throw new Failure('refused', `${name} refuse ${credential}.`, {
      hint: `Remplacez ${credential}, puis recommencez.`,
    })
  if (status === 403)
    throw new Failure('refused', `${name} ne montre pas ${path} avec ${credential}${said(answer, server)}.`, {
      hint: `Donnez ce droit au compte de ${credential}, puis recommencez.`,
    })
  if (status === 404)
    throw new Failure('not-there', `${name} n’a pas ${path}.`, {
      hint: 'environments/ci/README.md dit comment cela se crée.',
    })
  throw new Failure(status >= 500 ? 'unreachable' : 'wrong-answer', `${name} répond ${status} sur ${path}.`, {
    hint: `Les journaux de ${name} disent pourquoi (docker logs).`,
  })
}

/** Reads a JSON document of this shape. @throws as {@link readCi} does */
export async function readCiJson<T>(server: CiServer, path: string, shape: z.ZodType<T>): Promise<T> {
  const { body } = await readCi(server, path)
  try {
    return shape.parse(JSON.parse(body))
  } catch (cause) {
    throw new Failure('wrong-answer', `Sur ${path}, la réponse n’est pas celle de ${server.name}.`, {
      hint: 'Autre chose répond sur ce port : tiptop ci check --help montre comment donner une autre adresse.',
      cause,
    })
  }
}

function whyNot(error: Error, host: string): string {
  return error.name === 'TimeoutError' ? `rien en ${REQUEST_MS / 1000} s` : whyNoAnswer(error, host)
}

/** What a refusal gives as its reason: Gitea names the right that a token lacks. */
function said({ body }: HttpAnswer, { secret }: CiServer): string {
  const [, message = ''] = /"message":\s*"([^"]{1,200})/.exec(body) ?? []
  if (!message) return ''
  return ` : ${secret ? message.replaceAll(secret, '•••') : message}`
}

export const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
