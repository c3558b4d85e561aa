import { Failure } from '../failure.ts'

/** What is wrong with a file of the state: `what` and `hint` in French. `unreadable`: the system does not give its content. */
type Damage = { path: string; what: string; hint: string; unreadable?: boolean }

/** A file of the state that cannot be used. Its sentence names the path, what is wrong and what to do. */
export class DamagedFile extends Failure {
  readonly path: string
  readonly what: string
  readonly unreadable: boolean
  constructor({ path, what, hint, unreadable = false }: Damage, cause?: unknown) {
    super('damaged', `${path} est inutilisable : ${what}.`, { hint, cause })
    this.path = path
    this.what = what
    this.unreadable = unreadable
  }
}

/** @returns what was read, or the damaged file that stands in its way */
export async function orDamage<T>(reading: Promise<T>): Promise<T | DamagedFile> {
  return reading.catch(error => {
    if (error instanceof DamagedFile) return error
    throw error
  })
}

/** Reads what can be read, and collects the damaged files on the way, each as a sentence in French with the way out. */
export type StateSurvey = {
  damaged: string[]
  /** @returns what was read; `without` if a file of it is damaged, whose sentence is kept */
  read<T>(reading: Promise<T>, without: T): Promise<T>
}

export function openSurvey(): StateSurvey {
  const damaged: string[] = []
  return {
    damaged,
    async read(reading, without) {
      const found = await orDamage(reading)
      if (!(found instanceof DamagedFile)) return found
      damaged.push(sentenceOf(found))
      return without
    },
  }
}

/** What is wrong and what to do, on one line. */
export function sentenceOf({ message, hint }: DamagedFile): string {
  return hint ? `${message} ${hint}` : message
}
