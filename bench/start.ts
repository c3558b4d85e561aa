import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { readAddresses } from '../scripts/process/ports.ts'
import { median, report } from './report.ts'

/**
 * Measures the time from `npm start` until a player can play: the page of the game and an open contest both answer. The
 * first start, which generates the tickets (and builds the site if needed), has no target; later starts have one.
 */
const TARGET_SECONDS = 3
const ROUNDS = 3

const ROOT = join(import.meta.dirname, '..')
const { apiUrl, webUrl } = readAddresses(process.env)
const data = await mkdtemp(join(tmpdir(), 'tiptop-bench-start-'))

try {
  const first = await measure()
  const later: number[] = []
  for (let round = 0; round < ROUNDS; round++) later.push(await measure())
  const second = median(later)
  const rounded = (seconds: number) => Number(seconds.toFixed(2))
  await report({
    name: 'start',
    figures: {
      'first start s': rounded(first),
      'second start s': rounded(second),
      'slowest of the later ones s': rounded(Math.max(...later)),
    },
    ratio: second / TARGET_SECONDS,
    target: `≤ 1 × ${TARGET_SECONDS} s`,
    holds: second <= TARGET_SECONDS,
  })
} finally {
  await rm(data, { recursive: true, force: true })
}

/** Starts once and stops again. @returns the seconds until a player could play */
async function measure(): Promise<number> {
  const env = { ...process.env, DATA_DIR: data }
  const begin = performance.now()
  const npm = spawn('npm', ['start', '--silent'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const said = text(npm.stdout)
  const ended = once(npm, 'exit')
  try {
    await playable(npm)
    return (performance.now() - begin) / 1000
  } catch {
    throw new Error(`npm start ended before there was anything to play:\n${await said}`)
  } finally {
    npm.kill('SIGTERM')
    await ended
  }
}

async function playable(npm: ChildProcess): Promise<void> {
  for (;;) {
    if (npm.exitCode !== null) throw new Error('npm start has ended')
    const [page, contest] = await Promise.all([`${webUrl}/jeu`, `${apiUrl}/contest`].map(fetchText))
    if (page && contest && JSON.parse(contest).phase === 'open') return
    await new Promise(done => setTimeout(done, 20))
  }
}

/** Returns the text of the answer, or null while there is no good one. */
function fetchText(url: string): Promise<string | null> {
  return fetch(url).then(
    response => (response.ok ? response.text() : null),
    () => null,
  )
}
