import { createInterface } from 'node:readline/promises'
import type { Terminal } from '../../procedure/progress.ts'
import { printable } from '../../tools/printable.ts'
import { RunEnded } from './exit-codes.ts'
import type { CommonOptions } from './options.ts'

/**
 * Asks the person in front of the terminal one question, whose answer has to be typed in full.
 * @returns false as well when no person sits there
 */
export async function agrees(question: string, expected: string, terminal: Terminal): Promise<boolean> {
  if (!terminal.isTTY || !process.stdin.isTTY) return false
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (
      (await asking.question(printable(`${question}\nTapez « ${expected} » pour continuer : `))).trim() === expected
    )
  } finally {
    asking.close()
  }
}

/**
 * Asks once whether to do what was just shown, unless `--yes` agreed to it.
 * @throws RunEnded without agreement: nothing was done then
 */
export async function mustAgree(
  environment: string,
  { yes }: Pick<CommonOptions, 'yes'>,
  terminal: Terminal,
): Promise<void> {
  if (yes || (await agrees('Continuer ?', environment, terminal))) return
  throw new RunEnded('failed', 'personne n’a confirmé (--yes, ou taper le nom) : rien n’a été fait')
}
