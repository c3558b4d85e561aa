import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { REPOSITORY } from './application.ts'

/** The commands of a runbook, in their order: each block that is marked as one of the shell. */
async function commandsOf(name: string): Promise<string[]> {
  const text = await readFile(join(REPOSITORY, 'docs', 'runbooks', `${name}.md`), 'utf8')
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block)
}

/**
 * Follows a runbook word by word in one shell, as an operator at a terminal does; the first command that fails
 * ends it. @param before what happens elsewhere, right before a block that holds these words
 * @param last words of the last block that is followed; all of them when it is left out
 * @returns what was said, block by block
 */
export async function follow(
  name: string,
  env: NodeJS.ProcessEnv,
  before: Record<string, () => Promise<unknown>> = {},
  last?: string,
) {
  // Blocks come by a way of their own: a program that reads its input would take them for that.
  const reader = 'while IFS= read -r -d "" block <&3; do eval "$block"; done'
  const shell = spawn('bash', ['-e', '-o', 'pipefail', '-c', reader], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const script = shell.stdio[3] as Writable
  script.on('error', () => {})
  const ended = new Promise<number | null>(resolve => shell.once('close', resolve))
  let said = ''
  let heard = () => {}
  for (const stream of [shell.stdout, shell.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said += chunk
      heard()
    })
  const says = (words: string) =>
    new Promise<boolean>(resolve => {
      heard = () => said.includes(words) && resolve(true)
      void ended.then(() => resolve(false))
      heard()
    })
  const blocks: string[] = []
  for (const [at, block] of (await commandsOf(name)).entries()) {
    for (const [words, happening] of Object.entries(before)) if (block.includes(words)) await happening()
    script.write(`${block}\necho "end of block ${at}"\0`)
    const done = await says(`end of block ${at}\n`)
    blocks.push(said)
    if (!done) throw new Error(`This block of ${name} ended with ${await ended}:\n${block}\n${said}`)
    said = ''
    if (last && block.includes(last)) break
  }
  script.end()
  await ended
  return blocks
}
