import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure } from '../../failure.ts'
import { type Advisory, advisoryShape } from './advisory.ts'
import { type AdvisoryException, exceptionShape, lockShape, type PackageLock } from './judge-packages.ts'

/** Those of the checkout that this program runs from, never those of the commit that is judged. */
const OWN = join(import.meta.dirname, '..', '..', '..', '..', 'environments', 'ci', 'advisories')

type AdvisoryBooks = {
  advisories: Advisory[]
  exceptions: AdvisoryException[]
  /** when the newest advisory was last changed, as a date; the list is at least that old */
  newest: string
}

/**
 * Reads the advisories and the exceptions to them, without any network.
 * @param file a list of advisories in the place of this program's own; the empty text: its own
 * @throws a Failure when one of them is missing or is not such a list: nothing is judged by half a list
 */
export async function readAdvisories(file: string): Promise<AdvisoryBooks> {
  const advisories = await read(file || join(OWN, 'advisories.json'), z.array(advisoryShape))
  const exceptions = await read(join(OWN, 'exceptions.json'), z.array(exceptionShape))
  const newest =
    advisories
      .map(({ modified }) => modified.slice(0, 10))
      .toSorted()
      .at(-1) ?? 'date inconnue'
  return { advisories, exceptions, newest }
}

/** @throws a Failure; what the file holds is not repeated, because a commit may have put a link there */
export const readLock = (file: string): Promise<PackageLock> => read(file, lockShape)

async function read<T>(file: string, shape: z.ZodType<T>): Promise<T> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Failure('not-readable', `${file} ne se lit pas.`, { hint: 'Ajoutez ce fichier dans un nouveau commit.' })
  })
  const parsed = shape.safeParse(orNull(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Failure(
    'wrong-answer',
    `${file} n’est pas ce qui est attendu (${issue?.path.join('.') || 'le fichier'}).`,
    { hint: 'Corrigez ce fichier dans un nouveau commit.' },
  )
}

function orNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
