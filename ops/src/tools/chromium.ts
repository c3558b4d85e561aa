import type { Shell, ShellCommand } from './shell.ts'

/** Debian's packages `chromium-headless-shell` and `chromium`. */
const PROGRAMS = ['chromium-headless-shell', 'chromium']

/** Where a page is asked for: its address, and the server that answers for it here. */
type PageVisit = { url: string; door: { host: string; port: number }; signal: AbortSignal }

/** How long a page and its scripts may take. */
const LIMIT_SECONDS = 60

/** The browser of this machine, or null if it has none. */
export async function findChromium({ read }: Pick<Shell, 'read'>): Promise<string | null> {
  for (const program of PROGRAMS) {
    const found = await read([program, '--version']).catch(() => null)
    if (found !== null) return program
  }
  return null
}

/**
 * Loads a page in Chromium and lets its scripts work for five seconds of its own time. The certificate is not judged here.
 * @returns the errors that no script caught, as Chromium words them
 * @throws an Error if Chromium itself fails
 */
export async function uncaughtErrors(
  program: string,
  { url, door, signal }: PageVisit,
  { run }: Pick<Shell, 'run'>,
): Promise<string[]> {
  const { hostname, port } = new URL(url)
  const said: string[] = []
  const command: ShellCommand = [
    'timeout',
    '--kill-after=5',
    String(LIMIT_SECONDS),
    program,
    '--headless',
    // Root starts it in containers, where Chromium has no sandbox; it loads our own pages alone.
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--incognito',
    '--ignore-certificate-errors',
    `--host-resolver-rules=MAP ${hostname}:${port || 443} ${door.host}:${door.port}`,
    '--virtual-time-budget=5000',
    '--enable-logging=stderr',
    '--dump-dom',
    url,
  ]
  await run(command, { signal, onLine: line => said.push(line) })
  return said.flatMap(line => /:CONSOLE[:(]\d+\)?\] "(Uncaught .*?)(?:", source: .*)?$/.exec(line)?.[1] ?? [])
}
