import { afterAll, beforeAll, expect, test } from 'vitest'
import { attentionsOf } from '../../src/control/attention.ts'
import { readRoom } from '../../src/control/room.ts'
import { listRuns } from '../../src/runs/runs.ts'
import { openServing } from './first-release.ts'
import { clock } from './physical/cluster.ts'
import { playCodes } from './played-on.ts'
import { makeTickets, registerPlayers } from './players.ts'
import { until } from './waiting.ts'

let production: Awaited<ReturnType<typeof openServing>>
let [codes, cookies]: [string[], string[]] = [[], []]
beforeAll(async () => {
  production = await openServing('prod', { STABILITY_MINUTES: '0.02' })
  const { server } = production
  codes = await makeTickets(server, 20)
  cookies = await registerPlayers(server, 2)
  await play(0, 0)
  await server.must('backup', 'base', 'prod')
})
afterAll(() => production?.server.close())

const play = (player: number, place: number) =>
  playCodes(production.server, cookies[player] ?? '', [codes[place] ?? ''])
const reconcile = (...more: string[]) => production.server.tiptop('restore', 'reconcile', 'prod', ...more)
/** Which of the two players has this ticket; codes are printed with a dash. */
const playersOf = (place: number) =>
  production.server.sql(
    `select email from users join tickets on player_id = users.id where code = '${codes[place]?.replaceAll('-', '')}'`,
  )

/** A moment between what was done before and what is done afterwards. */
async function atAMoment(): Promise<Date> {
  const moment = await clock(production.server)
  await until(async () => (await clock(production.server)).getTime() > moment.getTime() + 1_000)
  return moment
}

test('after a step back in time by the WAL, what was played since is played again, a code that another player has taken since is shown, and nothing is done twice', async () => {
  const { server } = production
  const moment = await atAMoment()
  await play(0, 1)
  await play(0, 2)
  expect(await playersOf(1)).toBe('joueur-0@demo.invalid')
  const back = await server.must('restore', 'prod', '--to', moment.toISOString(), '--yes')
  expect(back.out).toContain('tiptop restore reconcile prod')
  expect(await playersOf(1)).toBe('')
  await play(1, 2)

  const looked = await reconcile('--dry-run')
  expect(looked.err + looked.out).toContain('Rien n’a été changé')
  const done = await reconcile('--yes')
  expect({ exitCode: done.exitCode, err: done.exitCode ? done.err : '' }).toEqual({ exitCode: 0, err: '' })
  expect(done.err).toContain('participations : 1 à refaire, 0 déjà là, 1 à décider')
  expect(done.err).toMatch(/\? .* fut joué par le compte n° \d+, et depuis par le compte n° \d+, qui le garde/)
  expect([await playersOf(1), await playersOf(2)]).toEqual(['joueur-0@demo.invalid', 'joueur-1@demo.invalid'])
  expect((await listRuns(server.home.runs))[0]).toMatchObject({ procedure: 'reconcile', state: 'done' })

  const again = await reconcile('--yes')
  expect(again).toMatchObject({ exitCode: 0, out: expect.stringContaining('n’est à refaire') })
  expect(again.out).toContain('qui le garde')

  const [, event = ''] = /\? événement n°\s(\d+)/.exec(again.out) ?? []
  const waiting = async () => attentionsOf(await readRoom(server.home, new Date())).map(({ said }) => said)
  expect(await waiting()).toContainEqual(expect.stringMatching(`^À décider : événement n°\\s${event} .*qui le garde`))
  const decide = () => server.tiptop('restore', 'decide', 'prod', event, '--reason', 'Même foyer', '--yes')
  expect(await decide()).toMatchObject({ exitCode: 0 })
  expect((await waiting()).join()).not.toContain('À décider')
  expect((await reconcile('--yes')).out).not.toContain('qui le garde')
  expect(await decide()).toMatchObject({ exitCode: 0, out: expect.stringContaining('Décidé déjà') })
  expect(await playersOf(2)).toBe('joueur-1@demo.invalid')
})

test('after a copy came back the database that was left is compared at once, and prune names all that is aside with its size and its day', async () => {
  const { server } = production
  await server.must('backup', 'pre-deploy', 'prod')
  await play(1, 3)
  await server.must('restore', 'prod', '--point', 'last', '--yes')
  const { exitCode, out } = await reconcile('--dry-run', '--json')
  expect(exitCode).toBe(0)
  expect(JSON.parse(out).would).toContain('participations : 1 à refaire, 0 déjà là, 0 à décider')
  await server.must('restore', 'reconcile', 'prod', '--yes')
  expect(await playersOf(3)).toBe('joueur-1@demo.invalid')

  const { out: said } = await server.must('prune', 'prod')
  expect(said).toMatch(
    /Bases mises de côté de prod\n( {2}✓ \S+ {2}[\d,]+ Mo ; 0 jour : gardée 30 jours, jusqu’au .*\n){3}/,
  )
})
