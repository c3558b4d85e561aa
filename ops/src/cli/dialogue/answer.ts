import { dirname, resolve } from 'node:path'
import { openFiles } from '../../tools/files.ts'
import type { CliTools } from './cli-tools.ts'

/** Answers on the standard output: with `--json` by one JSON document, else by a text for people. */
export function answer({ out }: Pick<CliTools, 'out'>, json: boolean, document: unknown, text: string): void {
  out(json ? `${JSON.stringify(document, null, 2)}\n` : text)
}

/** How a dry run ends. @param would what would be done, a sentence a line, where progress does not show it */
export function answerDryRun(tools: Pick<CliTools, 'out'>, json: boolean, would: readonly string[]): void {
  answer(tools, json, { dryRun: true, state: 'done', reason: null, would }, `${DRY_RUN_ENDED}\n`)
}

export const DRY_RUN_ENDED = '✓ Rien n’a été changé : c’était un essai à blanc.'

/** Answers that there is nothing to do, and why. */
export function answerNothingToDo(tools: Pick<CliTools, 'out'>, json: boolean, why: string): void {
  answer(tools, json, { state: 'done', nothingToDo: why }, `✓ ${why}\n`)
}

/** Writes a file that a command was asked for, whole or not at all, in a folder that may not exist yet. @returns its path */
export async function leaveFile(file: string, text: string): Promise<string> {
  const [path, files] = [resolve(file), openFiles()]
  await files.makeFolder(dirname(path), 0o755)
  await files.write(path, text, 0o644)
  return path
}
