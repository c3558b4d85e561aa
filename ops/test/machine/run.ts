import { openShell } from '../../src/tools/shell.ts'

/** Runs a program to its end. @returns what it said; throws with its last lines when it fails */
export const { run } = openShell()

/** Whether a program ends well. */
export async function succeeds(...command: Parameters<typeof run>): Promise<boolean> {
  return run(...command).then(
    () => true,
    () => false,
  )
}
