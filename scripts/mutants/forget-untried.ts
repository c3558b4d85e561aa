import { readFile, writeFile } from 'node:fs/promises'
import type { MutantResult } from '@stryker-mutator/api/core'

type Results = { files: Record<string, { mutants: Pick<MutantResult, 'status'>[] }> }

/**
 * Removes the mutants that could not be tried from the results of an earlier run, if there was one. Stryker would take
 * these results over like any other.
 */
export async function forgetUntried(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return
  const results = JSON.parse(text) as Results
  for (const changed of Object.values(results.files))
    changed.mutants = changed.mutants.filter(({ status }) => status !== 'RuntimeError')
  await writeFile(file, JSON.stringify(results))
}
