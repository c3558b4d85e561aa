import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPages, type PageSeen } from './chromium-pages.ts'
import type { Shell, ShellCommand } from './shell.ts'

/** Debian's packages `chromium-headless-shell` and `chromium`. */
const PROGRAMS = ['chromium-headless-shell', 'chromium']

/** Pages of one site, and the server that answers for it here. */
type SiteVisit = {
  urls: string[]
  door: { host: string; port: number }
  /** how long a page may take until it is at rest */
  pageMs: number
  signal: AbortSignal
}

/** A browser that is stuck is ended. */
const LIMIT_SECONDS = 180

/** The browser of this machine, or null if it has none. */
export async function findChromium({ read }: Pick<Shell, 'read'>): Promise<string | null> {
  for (const program of PROGRAMS) {
    const found = await read([program, '--version']).catch(() => null)
    if (found !== null) return program
  }
  return null
}

/**
 * Loads pages in Chromium, one after the other. The certificate is not judged here.
 * @returns what was seen of each; nothing in a dry run
 * @throws an Error if Chromium itself fails
 */
export async function visitPages(
  program: string,
  { urls, door, pageMs, signal }: SiteVisit,
  { run }: Pick<Shell, 'run'>,
): Promise<PageSeen[]> {
  const profile = await mkdtemp(join(tmpdir(), 'tiptop-chromium-'))
  const seen: PageSeen[] = []
  try {
    await run(chromium(program, profile, urls, door), {
      signal,
      converse: async pipes => {
        const pages = openPages(pipes)
        for (const url of urls)
          seen.push(await pages.visit(url, AbortSignal.any([signal, AbortSignal.timeout(pageMs)])))
        await pages.close()
      },
    })
    return seen
  } finally {
    await rm(profile, { recursive: true, force: true })
  }
}

/** Chromium with pipes instead of a port: no other program of this server can speak with it. */
function chromium(program: string, profile: string, urls: string[], door: SiteVisit['door']): ShellCommand {
  const sites = new Set(urls.map(url => new URL(url)).map(({ hostname, port }) => `${hostname}:${port || 443}`))
  return [
    'timeout',
    '--kill-after=5',
    String(LIMIT_SECONDS),
    program,
    '--headless',
    '--remote-debugging-pipe',
    // Root starts it in containers, where Chromium has no sandbox; it loads our own pages alone.
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--ignore-certificate-errors',
    `--user-data-dir=${profile}`,
    `--host-resolver-rules=${[...sites].map(site => `MAP ${site} ${door.host}:${door.port}`).join(',')}`,
  ]
}
