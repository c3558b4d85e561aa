import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { copyDatabase } from '../ops/src/archive/database/copy.ts'
import { proveCopy } from '../ops/src/archive/database/prove.ts'
import { scratchOf, scratchServer } from '../ops/src/archive/database/scratch.ts'
import { pgDump } from '../ops/src/tools/postgres.ts'
import { run } from '../ops/test/machine/run.ts'
import startMachine, { type Machine } from '../ops/test/stack/machine.ts'
import { openServer, type Server } from '../ops/test/stack/server.ts'
import { migrateByHand } from '../ops/test/stack/serving.ts'
import { median, report } from './report.ts'

/**
 * Compares the database's part of a nightly backup (dump from a snapshot, sums of its tables, restore into a separate
 * server, the same sums there) with a bare `pg_dump -Fc` of the same database into a file, on real containers, in
 * turns.
 */
const { values } = parseArgs({
  options: { tickets: { type: 'string', default: '10000000' }, rounds: { type: 'string', default: '3' } },
})
const TARGET = 3
/** The most by which the memory of this program may grow, whatever the size of the backup. */
const FLAT_MB = 150

let machine: Machine | undefined
const closeMachine = await startMachine({ provide: (_name: string, value: Machine) => (machine = value) } as never)
const server = await openServer('prod', {}, machine)
try {
  await server.install()
  await migrateByHand(await server.target())
  await fill(server, Number(values.tickets))
  const rounds: Awaited<ReturnType<typeof measure>>[] = []
  for (let round = 0; round < Number(values.rounds); round++) rounds.push(await measure(server))
  const middle = (name: keyof (typeof rounds)[0]) => median(rounds.map(figures => figures[name]))
  const ratio = median(rounds.map(({ copyS, proofS, bareS }) => (copyS + proofS) / bareS))
  const grownMb = Math.max(...rounds.map(figures => figures.grownMb))
  await report({
    name: 'backup',
    figures: {
      tickets: Number(values.tickets),
      'database MB': Math.round(Number(await server.sql("select pg_database_size('tiptop')")) / 1e6),
      'bare pg_dump -Fc s': rounded(middle('bareS')),
      'dump and sums s': rounded(middle('copyS')),
      'whole proof s': rounded(middle('proofS')),
      'of which restore s': rounded(middle('restoreS')),
      'dump and sums alone, × bare': rounded(median(rounds.map(({ copyS, bareS }) => copyS / bareS))),
      'memory grew by MB at most': grownMb,
      'memory of the proof’s server MB at most': Math.max(...rounds.map(figures => figures.scratchMb)),
    },
    ratio,
    target: `≤ ${TARGET} × bare pg_dump -Fc, memory flat (< ${FLAT_MB} MB)`,
    holds: ratio <= TARGET && grownMb < FLAT_MB,
  })
} finally {
  await server.close()
  await closeMachine()
}

async function measure(server: Server) {
  const [target, tools] = [await server.target(), await server.outside()]
  const folder = server.home.backups.daily
  await tools.files.makeFolder(folder)
  const { signal } = new AbortController()
  const bareS = await seconds(() => dumpBarely(server, join(folder, 'bare.dump')))
  await rm(join(folder, 'bare.dump'))
  const memory = watchMemory()
  const scratch = watchContainer(scratchOf(server.home))
  const proving = scratchServer({ home: server.home, folder }, tools)
  let copy: Awaited<ReturnType<typeof copyDatabase>> | undefined
  const copyS = await seconds(async () => {
    proving.start(signal)
    copy = await copyDatabase(target, join(folder, 'database.dump'), tools, signal)
  })
  let restoreMs = 0
  const proofS = await seconds(async () => {
    if (!copy) throw new Error('There is no copy.')
    const proof = await proveCopy(target, copy, proving, tools, signal)
    if (!proof.good) throw new Error(proof.why)
    restoreMs = proof.restoreMs
    await proving.remove()
  })
  return { bareS, copyS, proofS, restoreS: restoreMs / 1000, grownMb: memory.stop(), scratchMb: await scratch.stop() }
}

/** Directly into a file, without our programs in between. */
async function dumpBarely({ home }: Server, file: string): Promise<void> {
  const handle = await open(file, 'w')
  const [program, ...args] = pgDump(home.database)
  const child = spawn(program, args, { stdio: ['ignore', handle.fd, 'inherit'] })
  const [code] = await once(child, 'close')
  await handle.sync()
  await handle.close()
  if (code !== 0) throw new Error(`pg_dump ended with ${code}.`)
}

async function seconds(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await act()
  return (performance.now() - began) / 1000
}

/** @returns a function that stops the measurement and returns by how many MB this process grew at most */
function watchMemory() {
  const mb = () => Math.round(process.memoryUsage.rss() / 1e6)
  const before = mb()
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, mb())
  }, 50)
  return {
    stop() {
      clearInterval(timer)
      return most - before
    },
  }
}

/** @returns how many MB this container held at most, without its file cache; it may start and stop meanwhile */
function watchContainer(name: string) {
  let most = 0
  let watching = true
  const look = async () => {
    while (watching) {
      const said = await run(['docker', 'stats', '--no-stream', '--format', '{{.MemUsage}}', name]).catch(() => '')
      const [, figure = '0', unit = 'MiB'] = /^([\d.]+)(MiB|GiB)/.exec(said) ?? []
      most = Math.max(most, Math.round(Number(figure) * (unit === 'GiB' ? 1024 : 1) * 1.048576))
      if (!said) await pause(200)
    }
  }
  const looked = look()
  return {
    async stop() {
      watching = false
      await looked
      return most
    },
  }
}

/** Writes a contest of which half is played, without triggers and without surviving a power cut. */
async function fill({ sql, home }: Server, tickets: number): Promise<void> {
  await sql(`set session_replication_role = replica; set synchronous_commit = off;
    insert into contests (slug, name, opens_at, receipts_until, plays_until, claims_until, grand_prize_fr, grand_prize_en,
        grand_prize_value_cents, ticket_count, allotment_digest, generated_at)
      select 'the-tip-top', 'Banc d’essai', now(), later, later, later, 'Thé', 'Tea', 36000, ${tickets}, '\\x00', now()
      from (select now() + interval '10 days' as later) _;
    insert into prizes (contest_id, position, slug, name_fr, name_en, description_fr, description_en, quota)
      select 1, n, 'prize-' || n, 'p', 'p', 'p', 'p', ${tickets} / 5 from generate_series(1, 5) n;
    insert into users (email, first_name, last_name, birth_date, rules_accepted_at)
      select 'player-' || n || '@example.test', 'Player', n::text, date '1985-01-01', now()
      from generate_series(1, ${Math.ceil(tickets / 8)}) n;
    insert into tickets (id, prize_id, code_hash, status, code, player_id, played_at)
      select id, 1 + id % 5, uuid_send(gen_random_uuid()),
        (case when id % 2 = 0 then 'pending' else 'unclaimed' end)::ticket_status,
        case when id % 2 = 0 then 'X' || id end,
        case when id % 2 = 0 then 1 + id % ${Math.ceil(tickets / 8)} end,
        case when id % 2 = 0 then date_trunc('milliseconds', now() - id * interval '1 millisecond') end
      from generate_series(1, ${tickets}) id;
    insert into participations (player_id, ticket_id, prize_id, played_at)
      select player_id, id, prize_id, played_at from tickets where played_at is not null;`)
  await run(['docker', 'exec', home.database.container, 'psql', '-qU', 'tiptop', '-c', 'vacuum analyze'])
}

function rounded(figure: number): number {
  return Number(figure.toFixed(2))
}
