import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { homeOf } from '../../src/environment/home.ts'
import { readFacts } from '../../src/indicators/facts.ts'
import { type Indicator, indicatorsOf } from '../../src/indicators/indicators.ts'
import { periodUntil } from '../../src/indicators/period.ts'
import { DAY_MS } from '../../src/time/duration.ts'

/** The moment at which everything on a measured server is looked at. */
export const NOW = new Date('2026-11-23T12:00:00Z')

/** A server that has nothing but the journals that a test lays, and its figures. */
export async function measuredServer() {
  const root = await mkdtemp(join(tmpdir(), 'tiptop-figures-'))
  const home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop-test' }, 'prod')
  return {
    home,
    /** The measure of the last 30 days, from the files of this server. */
    async figure(wanted: Indicator['name']) {
      const indicators = indicatorsOf(await readFacts(home), periodUntil(NOW, 30 * DAY_MS))
      return indicators.find(({ name }) => name === wanted)?.now ?? null
    },
    close: () => rm(root, { recursive: true, force: true }),
  }
}
