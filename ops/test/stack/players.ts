import { appendFile, chmod, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { appProject } from '../../src/environment/compose-projects.ts'
import { runningRelease } from '../../src/release/colours.ts'
import { run } from '../machine/run.ts'
import type { Server } from './server.ts'

/** A contest that is open, with tickets that have not been played yet, by the release's own command. @returns the codes */
export async function makeTickets(server: Server, count: number): Promise<string[]> {
  const lines = (await readFile(await generateTickets(server, count), 'utf8')).trim().split('\n').slice(1)
  return lines.map(line => line.split(';')[1] ?? '')
}

/** Notes the root of the contest in the settings, as an operator does once it is deposited. */
export async function depositRoot(server: Server): Promise<void> {
  const root = await server.sql('select root from operations_v1.commitments')
  await appendFile(server.home.settings, `COMMITMENT_ROOT=${root}\n`)
}

/** As {@link makeTickets}, for more tickets than a text can hold. @returns the file of the codes */
export async function generateTickets(server: Server, count: number): Promise<string> {
  const { home } = server
  const running = await runningRelease(home)
  if (!running) throw new Error('Nothing serves yet: deploy first.')
  const folder = join(home.folder, 'print')
  await mkdir(folder)
  await chmod(folder, 0o777)
  const { command, env } = appProject(home, running.colour, running.release.images)
  const generate = command(
    'run',
    '--rm',
    '--no-deps',
    '--no-TTY',
    '--volume',
    `${folder}:/print`,
    'operate',
    'node',
    'backend/src/tickets/commands.ts',
    'generate',
    '--count',
    String(count),
    '--definition',
    'contract/src/the-tip-top.json',
    '--print-file',
    '/print/codes.csv',
    '--clear',
  )
  await run(generate, { env })
  return join(folder, 'codes.csv')
}

/** Players who have registered on the site, by the cookie of their session. */
export async function registerPlayers(server: Server, count: number): Promise<string[]> {
  const { web } = await server.outside()
  const { settings } = await server.target()
  const players = Array.from({ length: count }, (_, index) => ({
    email: `joueur-${index}@demo.invalid`,
    password: 'une phrase de démonstration',
    firstName: 'Joueur',
    lastName: `Démonstration ${String.fromCharCode(65 + (index % 26))}`,
    birthDate: '1990-01-01',
    acceptsRules: true,
    newsletter: false,
  }))
  const cookies: string[] = []
  for (const body of players) {
    const answer = await web.send(`${settings.NEXT_PUBLIC_API_URL}/auth/register`, { body, expect: 201 })
    cookies.push(answer.cookies.join('; '))
  }
  return cookies
}
