import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts')
/** Half of what the program needs to start is reading its own text. */
const SPARED = { NODE_COMPILE_CACHE: join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'tiptop') }

type Variables = Record<string, string | undefined>

/** Runs the real program to its end, as a shell would, with no terminal. */
export async function runTiptop(args: readonly string[], env: Variables = {}) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, ...SPARED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [[code], out, err] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])
  return { code: code as number, out, err }
}

type Typing = {
  /** what the operator types at the question */
  answer: string
  /** what happens on the server between the question and the answer */
  meanwhile?: () => Promise<void>
}

/** Runs the real program on a real terminal, on which an operator answers its question. */
export async function typeAnswer(args: readonly string[], env: Variables, { answer, meanwhile }: Typing) {
  const command = [process.execPath, MAIN, ...args].map(word => `'${word}'`).join(' ')
  const child = spawn('script', ['--quiet', '--return', '--echo', 'never', '--command', command, '/dev/null'], {
    env: { ...process.env, ...SPARED, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let shown = ''
  const ended = once(child, 'close')
  const asked = new Promise<void>(resolve => {
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      shown += part
      if (shown.includes('pour continuer : ')) resolve()
    })
  })
  await Promise.race([asked, ended])
  await meanwhile?.()
  child.stdin.write(`${answer}\n`)
  const [code] = await ended
  return { code: code as number, shown: shown.replaceAll('\r', '') }
}

/** A folder for `PATH` with a program of this name that does as the script says. */
export async function pretendProgram(name: string, script: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `tiptop-${name}-`))
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`)
  await chmod(join(folder, name), 0o755)
  return folder
}
