import { afterEach, expect, test } from 'vitest'
import { openServing, publicHealth } from './first-release.ts'
import { nodesOf, pathOf } from './path-of.ts'
import { CONTEST_STATE, playCodes } from './played-on.ts'
import { makeTickets, registerPlayers } from './players.ts'

let place: Awaited<ReturnType<typeof openServing>> | null = null
afterEach(() => place?.server.close())

/** A release that serves with players who have played, and a copy of their database. */
async function openPlayed(environment: 'dev' | 'preprod') {
  place = await openServing(environment)
  const { server } = place
  const codes = await makeTickets(server, 100)
  const [cookies = ''] = await registerPlayers(server, 1)
  await playCodes(server, cookies, codes.splice(0, 2))
  await server.must('backup', 'pre-deploy', environment)
  return { server, play: () => playCodes(server, cookies, codes.splice(0, 1)) }
}

test('the database of preprod comes back behind its maintenance page, is tried like a release, and the incident is documented [4.2/J 4.2/S 4.2/T 4.2/U 4.2/V 4.2/W 4.2/AB 4.2/AC 4.2/AD 4.2/AF 4.2/AH 4.2/AI]', async () => {
  const { server, play } = await openPlayed('preprod')
  await server.must('incident', 'open', 'preprod', '--severity', 'P2', '--no-diagnose', 'La recette n’a plus de lots')
  const before = await server.sql(CONTEST_STATE)
  await play()
  await server.sql('truncate participations')
  const said = await server.tiptop('restore', 'preprod', '--point', 'last', '--yes')
  expect({ exitCode: said.exitCode, err: said.exitCode ? said.err : '' }).toEqual({ exitCode: 0, err: '' })
  expect(await server.sql(CONTEST_STATE)).toBe(before)
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0' })
  const path = pathOf(await server.lastRun('restore'), '4.2')
  expect(path).toEqual(expect.arrayContaining(nodesOf('4.2', 'J S T U V W AB AC AD AF')))
  await server.must('incident', 'close', 'preprod', 'Copie rendue')
  const { out } = await server.must('incident', 'report', 'preprod')
  expect(out).toContain('La recette n’a plus de lots')
  expect(out).toContain('restore')
  expect((await server.lastIncident()).closedAt).toBeTruthy()
})

test('the copies of dev are listed, the newest is chosen, and its database comes back [4.1/E 4.1/N 4.1/O 4.1/P 4.1/Q 4.1/R 4.1/S 4.1/T 4.1/V 4.1/X]', async () => {
  const { server, play } = await openPlayed('dev')
  const before = await server.sql(CONTEST_STATE)
  await play()
  const { out } = await server.must('restore', 'dev')
  const [, name = ''] = /--point (backup-\d{8}-\d{6})/.exec(out) ?? []
  const said = await server.tiptop('restore', 'dev', '--point', name, '--yes')
  expect({ exitCode: said.exitCode, err: said.exitCode ? said.err : '' }).toEqual({ exitCode: 0, err: '' })
  expect(said.err).toContain('perdu depuis : 1 participation(s)')
  expect(await server.sql(CONTEST_STATE)).toBe(before)
  expect(pathOf(await server.lastRun('restore'), '4.1')).toEqual(nodesOf('4.1', 'E N O P Q R S T V X'))
})
