import { createInterface } from 'node:readline/promises'
import type { Terminal } from '../procedure/run-on.ts'

/**
 * Asks the person in front of the terminal one question, whose answer has to be typed in full.
 * @returns false as well when nobody sits there
 */
export async function agrees(question: string, expected: string, terminal: Terminal): Promise<boolean> {
  if (!terminal.isTTY || !process.stdin.isTTY) return false
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await asking.question(`${question}\nTapez « ${expected} » pour continuer : `)).trim() === expected
  } finally {
    asking.close()
  }
}
