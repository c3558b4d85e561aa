import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type Answer, type Asked, openDoor } from '../../../test/door.ts'
import { record } from '../../../test/record.ts'
import { openWebOf } from '../../environment/open-tools.ts'
import { runProcedure } from '../../procedure/procedure.ts'
import { CommandFailed, dryShell, type Shell } from '../../tools/shell.ts'
import type { Tools } from '../../tools/tools.ts'
import { dryWeb } from '../../tools/web.ts'
import type { Release } from '../release.ts'
import { basicJourneys } from './journeys.ts'

const opened: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close()
})

const commit = 'f'.repeat(40)
const release: Release = {
  name: '20261123-041500-1.4.0-fffffff',
  version: '1.4.0',
  commits: { backend: commit, frontend: commit },
  images: { backend: 'registre/backend@sha256:1', frontend: 'registre/frontend@sha256:2' },
  madeAt: '2026-11-23T04:15:00.000Z',
  former: null,
  breaking: false,
}

const player = { email: 'joueur@verification.invalid', password: 'mot-de-passe-du-joueur' }
const employee = { email: 'employe@verification.invalid', password: 'mot-de-passe-de-l-employe' }
const opening = JSON.stringify({ player, employee, ticket: 'A2B3C4D5E6', prize: 'verification', until: 'later' })

const ticket = (status: string) => ({
  ticket: { code: 'A2B3C4D5E6', status },
  prize: { slug: 'verification', name: { fr: 'Contrôle' } },
})

const login = ({ body }: Asked): Answer => {
  const { email, password } = JSON.parse(body) as typeof player
  const [who] = [player, employee].filter(known => known.email === email && known.password === password)
  if (!who) return { status: 401, body: { code: 'invalid-credentials' } }
  const role = who === player ? 'player' : 'employee'
  return { body: { email, role }, headers: { 'set-cookie': `session=${role}; Domain=tiptop.test; Secure` } }
}

const answers: Record<string, Answer | ((asked: Asked) => Answer)> = {
  'GET api.tiptop.test/health': {
    body: { status: 'ok', version: '1.4.0', commit, database: 'ok', migrations: 'current' },
  },
  'GET tiptop.test/': { body: '"/_astro/a.js"' },
  'GET tiptop.test/_astro/a.js': {},
  'GET tiptop.test/connexion': {},
  'GET tiptop.test/jeu': {},
  'GET tiptop.test/employe': ({ headers }) => (headers.cookie === 'session=employee' ? {} : { status: 307 }),
  'POST tiptop.test/api/auth/login': login,
  'GET tiptop.test/api/me': ({ headers }) => ({
    body: headers.cookie === 'session=player' ? { ...player, role: 'player' } : { ...employee, role: 'employee' },
  }),
  'POST tiptop.test/api/plays': ({ headers }) =>
    headers.cookie === 'session=player' ? { status: 201, body: ticket('pending') } : { status: 401 },
  'GET tiptop.test/api/me/tickets': { body: { items: [ticket('pending')], nextCursor: null } },
  'GET tiptop.test/api/handover/tickets/A2B3C4D5E6': { body: ticket('pending') },
  'POST tiptop.test/api/handover/tickets/A2B3C4D5E6/claim': ({ headers, body }) =>
    headers.cookie === 'session=employee' && JSON.parse(body).identityChecked
      ? { body: ticket('claimed') }
      : { status: 403 },
}

const ON_ROLLBACK = { health: '4.3/AP', signIn: '4.3/AQ', play: '4.3/AR', handOver: '4.3/AS' } as const
type Given = {
  verification?: string
  closes?: boolean
  stop?: AbortController
  path?: Parameters<typeof basicJourneys>[1]
}

/** A release behind a door, and a shell in the place of Docker: what it is asked to run is kept. */
async function start(
  own: typeof answers = {},
  { verification = opening, closes = true, stop = new AbortController(), path = ON_ROLLBACK }: Given = {},
) {
  const door = await openDoor(asked => {
    const found = { ...answers, ...own }[`${asked.method} ${asked.host}${asked.path}`] ?? { status: 404 }
    return typeof found === 'function' ? found(asked) : found
  })
  opened.push(door)
  const commands: string[] = []
  const run: Shell['run'] = async (command, { output, env } = {}) => {
    expect(env).toMatchObject({ STACK: 'tiptop-test-prod', COLOUR: 'green', BACKEND_IMAGE: release.images.backend })
    const does = command.slice(-2).join(' ')
    commands.push(does)
    if (does.endsWith('close') && !closes) throw new CommandFailed(command, 1, 'pas de base')
    output?.write(verification)
    return output ? '' : verification
  }
  await writeFile(join(door.target.home.flags, 'green.on'), '')
  await symlink('releases/x', door.target.home.colour('green'))
  const tools = { web: await openWebOf(door.target), shell: { run, read: run } } as unknown as Tools
  const seen = record()
  const ending = await runProcedure({ ...seen, signal: stop.signal }, step =>
    basicJourneys(step, path, { release, target: door.target, tools }),
  )
  return { ...seen, door, commands, ending, told: JSON.stringify(seen.written) }
}

const OPEN = 'backend/src/verification/commands.ts open'
const CLOSE = 'backend/src/verification/commands.ts close'

test('a player signs in and plays a reserved ticket, an employee hands its prize over, and both go [4.3/AP 4.3/AQ 4.3/AR 4.3/AS]', async () => {
  const { ending, steps, commands } = await start()
  expect(ending).toEqual({ outcome: 'done', value: undefined })
  expect(steps().filter(line => line.endsWith('done'))).toEqual([
    '4.3/AP done',
    '4.3/AQ done',
    '4.3/AQ done',
    '4.3/AQ done',
    '4.3/AR done',
    '4.3/AS done',
    '4.3/AS done',
  ])
  expect(commands).toEqual([OPEN, CLOSE])
})

const plays = 'https://tiptop.test/api/plays'
test.each<[string, typeof answers, string]>([
  [
    'a play that fails',
    { 'POST tiptop.test/api/plays': { status: 500, body: { code: 'internal-error', title: 'It is our fault' } } },
    `POST ${plays} : 500 au lieu de 201 (internal-error : It is our fault)`,
  ],
  [
    'a play that wins something else',
    { 'POST tiptop.test/api/plays': { status: 201, body: { ...ticket('pending'), prize: { slug: 'infuseur' } } } },
    `POST ${plays} : 201, mais prize.slug vaut "infuseur" au lieu de verification`,
  ],
  [
    'a session that browsers do not keep',
    {
      'POST tiptop.test/api/auth/login': {
        body: { role: 'player' },
        headers: { 'set-cookie': 'session=player; Domain=autre.test' },
      },
    },
    'POST https://tiptop.test/api/auth/login : 200, mais aucun cookie qu’un navigateur garde',
  ],
  [
    'a counter that sends its employee away',
    { 'GET tiptop.test/employe': { status: 307, body: '' } },
    'GET https://tiptop.test/employe : 307 au lieu de 200 (sans contenu)',
  ],
  [
    'a prize that stays where it is',
    { 'POST tiptop.test/api/handover/tickets/A2B3C4D5E6/claim': { body: ticket('pending') } },
    'POST https://tiptop.test/api/handover/tickets/A2B3C4D5E6/claim : 200, ' +
      'mais ticket.status vaut "pending" au lieu de claimed',
  ],
])('%s is named by its call, and the accounts of the trial end [2.4/AO 2.4/AP]', async (_what, own, sentence) => {
  const { ending, commands, told } = await start(own, { path: ['2.4/AO', '2.4/AP'] })
  expect(ending).toMatchObject({ outcome: 'undone', error: { message: sentence } })
  expect(commands).toEqual([OPEN, CLOSE])
  expect(told).not.toContain('mot-de-passe')
})

test('asked to stop in the middle, the accounts of the trial end all the same', async () => {
  const stop = new AbortController()
  const own = {
    'GET tiptop.test/jeu': () => {
      stop.abort(new Error('arrêt demandé'))
      return 'never' as const
    },
  }
  const { ending, commands } = await start(own, { stop })
  expect(ending).toMatchObject({ outcome: 'undone', error: { message: 'arrêt demandé' } })
  expect(commands).toEqual([OPEN, CLOSE])
})

test('a backend that opens nothing is reported without a word of its output', async () => {
  const { ending, told } = await start({}, { verification: '{"player":{"password":"mot-de-passe' })
  expect(ending).toMatchObject({ error: { message: expect.stringContaining('pas rendu de vérification') } })
  expect(told).not.toContain('mot-de-passe')
})

test('accounts that cannot be ended do not fail the release, and the journal says that they end by themselves', async () => {
  const { ending, written } = await start({}, { closes: false })
  expect(ending).toMatchObject({ outcome: 'done' })
  const detail = expect.stringMatching(/^pas retirés, ils finissent d’eux-mêmes : .*pas de base$/s)
  expect(written).toContainEqual(
    expect.objectContaining({ title: 'Retirer les accès de l’essai', state: 'done', detail }),
  )
})

test('a dry run names each call and makes none', async () => {
  const door = await openDoor()
  opened.push(door)
  const told: string[] = []
  const tell = (line: string) => void told.push(line)
  const web = dryWeb(await openWebOf(door.target), tell)
  const tools = { web, shell: dryShell(tell) } as unknown as Tools
  const signal = new AbortController().signal
  const ending = await runProcedure({ ...record(), signal }, step =>
    basicJourneys(step, '2.4/AO', { release, target: door.target, tools }),
  )
  expect(ending).toMatchObject({ outcome: 'done' })
  expect(door.asked).toEqual([])
  expect(told).toContain('enverrait : POST https://tiptop.test/api/plays')
  expect(told.filter(line => line.includes('verification/commands.ts'))).toHaveLength(2)
})
