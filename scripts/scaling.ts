import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Computes the machines for a number of plays an hour from measured costs, and writes them into docs/scaling.md. */
export const SCALING_PAGE = join(import.meta.dirname, '../docs/scaling.md')

/** Measured on two cores; where measures differ, the dearest. */
const COST = {
  /** plays a second of two cores in a contest of five million tickets, with the load itself on the same cores */
  playsOfTwoCores: 4_200,
  /** of one core for Argon2 */
  secondsPerPassword: 0.025,
  /** log of a play, with whole pages after a checkpoint */
  walBytesPerPlay: 6_000,
  bytesPerTicket: 180,
}
/** People who play for the first time among those who play. */
const SIGN_UPS_PER_PLAY = 0.7
/** How much more comes in the busiest minutes than on average. */
const PEAK = 4
/** A core that is busier than this makes people wait. */
const BUSY = 0.7
const CORES_PER_MACHINE = 4

const LIMITS: Record<number, string> = {
  10000: 'the loss of the one server, not its speed',
  100000: 'passwords: a second machine for the backend comes next',
  1000000: 'the one primary, which takes every play; passwords only cost machines',
}

type Scale = {
  playsPerHour: number
  peakPlays: number
  playCores: number
  passwordCores: number
  machines: number
  walMegabytes: number
}

/** What so many plays an hour need in their busiest minutes. */
export function scaleOf(playsPerHour: number): Scale {
  const peakPlays = (playsPerHour / 3600) * PEAK
  const playCores = (peakPlays * 2) / COST.playsOfTwoCores
  const passwordCores = peakPlays * SIGN_UPS_PER_PLAY * COST.secondsPerPassword
  return {
    playsPerHour,
    peakPlays,
    playCores,
    passwordCores,
    machines: Math.ceil((playCores + passwordCores) / BUSY / CORES_PER_MACHINE),
    walMegabytes: (peakPlays * COST.walBytesPerPlay) / 1e6,
  }
}

/** The plays an hour that one primary takes in their busiest minutes, with two cores for them. */
export const mostPlaysPerHour = (COST.playsOfTwoCores * BUSY * 3600) / PEAK

/** The table of the page. */
export function scalingTable(): string {
  const count = (figure: number) => Math.round(figure).toLocaleString('en').replaceAll(',', ' ')
  const row = ([plays, limit]: [string, string]) => {
    const scale = scaleOf(Number(plays))
    const cells = [
      count(scale.playsPerHour),
      count(scale.peakPlays),
      scale.playCores.toFixed(2),
      scale.passwordCores.toFixed(1),
      String(scale.machines),
      scale.walMegabytes.toFixed(2),
      limit,
    ]
    return `| ${cells.join(' | ')} |`
  }
  return [
    '| plays an hour | plays a second at the peak | cores for plays | cores for passwords | machines of 4 cores | log, MB/s | the next limit |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...Object.entries(LIMITS).map(row),
  ].join('\n')
}

const TABLE = /^\| plays an hour .*?(?=\n\n)/ms

/** The page with the table as it is computed now. */
function withTable(page: string): string {
  return page.replace(TABLE, scalingTable())
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await writeFile(SCALING_PAGE, withTable(await readFile(SCALING_PAGE, 'utf8')))
