import { existsSync } from 'node:fs'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDoor, settingsText } from '../../test/door.ts'
import { runDeployment } from '../../test/laid/runs.ts'
import { layNight } from '../../test/laid-nights.ts'
import { layPoint, releaseOf } from '../../test/rollback-points.ts'
import { noteUndecided } from '../archive/aside/undecided.ts'
import type { BackupLack } from '../archive/manifest.ts'
import { runProgram } from '../cli/program.ts'
import { readConfig } from '../config.ts'
import { secrets } from '../environment/home.ts'
import { listIncidents } from '../incident/incidents.ts'
import { keepNightProof } from '../release/data-checks/night-proofs.ts'
import { openFiles } from '../tools/files.ts'
import { attentionsOf } from './attention.ts'
import { buildRoom, roomFile } from './build-room.ts'
import { roomMetrics } from './metrics.ts'
import { readObservations } from './observations.ts'
import { readRoom } from './room.ts'
import { backupsSection } from './sections/saved.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const release = releaseOf('a', null, '2026-11-23T08:00:00.000Z')
let healthy = true
let door: Awaited<ReturnType<typeof openDoor>>
beforeEach(async () => {
  healthy = true
  door = await openDoor(({ path, headers }) => {
    const { flags } = door.target.home
    const passes = existsSync(join(flags, `pass-${headers['x-tiptop-pass']}`))
    if (existsSync(join(flags, 'maintenance.on')) && !passes) return { status: 503 }
    if (path !== '/health') return { body: path === '/' ? '<script src="/_astro/a.js">' : '' }
    const well = { status: 'ok', version: release.version, commit: 'a', database: 'ok', migrations: 'current' }
    return healthy ? { body: well } : { status: 503, body: { ...well, status: 'failing', database: 'unreachable' } }
  })
  const { home } = door.target
  await writeFile(home.settings, settingsText({ HTTPS_PORT: String(door.port) }))
  for (const name of secrets) await writeFile(home.secret(name), 'demo', { mode: 0o600 })
})
afterEach(() => door.close())

async function serve() {
  const { home } = door.target
  await mkdir(join(home.releases, release.name), { recursive: true })
  await writeFile(join(home.releases, release.name, 'release.json'), JSON.stringify(release))
  await symlink(join(home.releases, release.name), home.colour('blue'))
}

async function ran(at: string, good: boolean) {
  const run = `${at.replaceAll(/\D/g, '').slice(0, 14)}-deploy-aaaa`
  await runDeployment({ runs: door.target.home.runs, run, at }, async step => {
    await step('2.4/V', 'Copier la base', () => {})
    await step('2.4/M', 'Lancer les tests', () => {
      if (!good) throw new Error('2 tests <rouges>')
    })
  })
}

async function tiptop(...args: string[]) {
  const [said, complained]: [string[], string[]] = [[], []]
  const out = (text: string) => void said.push(text)
  const config = readConfig({
    TIPTOP_ROOT: door.folder,
    TIPTOP_BACKUPS: join(door.folder, 'backups'),
    TIPTOP_PROJECT: 'tiptop-test',
    USER: 'exploitante',
  })
  const tools = { config, out, terminal: { write: out }, now: () => NOW }
  const code = await runProgram(tools, args, text => void complained.push(text))
  return { code, out: said.join(''), err: complained.join('') }
}
const page = () => readFile(roomFile(door.target.home), 'utf8')

test('the page shows the release that serves, its health, the last runs on their diagrams, and backups with their proof', async () => {
  await serve()
  await ran('2026-11-23T08:00:00Z', true)
  await layNight(door.target.home, '20261123-020000', [{ name: 's3:coffre' }])
  await layPoint(door.target.home, '20261122')
  const { code, out } = await tiptop('control', 'build', 'prod')
  expect(code).toBe(0)
  expect(out).toContain(roomFile(door.target.home))
  const shown = await page()
  expect(shown).toContain('1.0.0 (release-a), couleur bleue')
  expect(shown).toContain('<span class="badge good">va bien</span>')
  expect(shown).toContain('<h3>2.4 Déployer en production</h3><figure')
  expect(shown).toContain('<g class="node done"><rect')
  expect(shown).toMatch(/<td>20261123-020000<\/td><td>il y a 10 h<\/td><td>restaurée le .*s3:coffre, relue le/)
  expect(shown).toContain('<td>backup-20261122-040000</td>')
  expect(shown).toContain('<p class="value">aucune donnée</p>')
  expect(shown).not.toMatch(/(src|href|style)=|url\(|@import|<script/)
})

test('every run rebuilds the page, however it ended', async () => {
  await ran('2026-11-23T08:00:00Z', false)
  expect(await tiptop('maintenance', 'on', 'prod', '--reason', 'disque <plein>')).toMatchObject({ code: 0 })
  const shown = await page()
  expect(shown).toContain('fermé : disque &lt;plein&gt; (exploitante)')
  expect(shown).toContain('2 tests &lt;rouges&gt;')
  expect(shown).toMatch(
    /<li>Le dernier « deploy » : échoué\. <code>tiptop runs show 20261123080000-deploy-aaaa<\/code>/,
  )
})

test('a page that cannot be written does not make a run fail, and the terminal reports it', async () => {
  await writeFile(door.target.home.control, 'a file where the folder is to be')
  const { code, out } = await tiptop('maintenance', 'off', 'prod')
  expect(code).toBe(0)
  expect(out).toContain("La salle de contrôle n'a pas pu être refaite")
})

test('while the service is down the page shows it, and when it was last well', async () => {
  await serve()
  await tiptop('control', 'build', 'prod')
  healthy = false
  await tiptop('control', 'build', 'prod')
  const shown = await page()
  expect(shown).toContain('la base ne répond pas (unreachable)')
  expect(shown).toMatch(/bien pour la dernière fois le <time datetime="2026-11-23T12:00:00.000Z">/)
  expect((await readObservations(door.target.home)).health).toMatchObject({ lastWellAt: NOW.toISOString() })
})

test('the page is built with broken settings, and before anything was run', async () => {
  const { home } = door.target
  await writeFile(home.settings, 'ENVIRONMENT=prod\n')
  const { code, out } = await tiptop('control', 'build', 'prod')
  expect(code).toBe(0)
  expect(out).toContain("prod n'est pas prêt")
  const shown = await page()
  expect(shown).toContain('rien ne sert encore')
  expect(shown).toContain('Rien n’a encore été exécuté ici.')
})

test('what needs attention comes with the command to go on with', async () => {
  const { home } = door.target
  await layNight(home, '20261121-020000')
  const room = await readRoom(home, NOW)
  const seen = {
    ...room.seen,
    certificate: { until: '2026-11-26T12:00:00.000Z' },
    disks: [{ folder: '/srv', free: 1, total: 100 }],
    traffic: { at: NOW.toISOString(), minutes: 10, requests: 100, errors: 5 },
  }
  expect(attentionsOf({ ...room, seen }).map(({ said }) => said)).toEqual([
    '5 réponses en erreur sur 100 en 10 minutes.',
    'La dernière sauvegarde a 58 h.',
    'La dernière sauvegarde n’est que sur ce serveur.',
    'Le certificat expire dans 3 jours.',
    'Le disque de /srv est presque plein.',
    'Objectifs manqués : RPO, perte de données.',
  ])
})

test('what the last backup goes without needs attention, and what it leaves out by choice is on the page alone', async () => {
  await layNight(door.target.home, '20261123-020000', [{ name: 's3:coffre' }])
  const room = await readRoom(door.target.home, NOW)
  const [unset, chosen] = [
    'Jenkins n’est pas sauvegardé : JENKINS_HOME est vide.',
    'Jenkins n’est pas sauvegardé, par choix.',
  ]
  const shown = (without: BackupLack[]) => {
    const backups = room.backups.map(backup => ({ ...backup, without }))
    return {
      attentions: attentionsOf({ ...room, backups }).map(({ said }) => said),
      page: backupsSection({ ...room, backups }),
    }
  }
  const missing = shown([{ part: 'jenkins', why: 'unset', said: unset }])
  expect(missing.attentions).toContain(unset)
  expect(missing.page).toContain(unset)
  const left = shown([{ part: 'jenkins', why: 'chosen', said: chosen }])
  expect(left.attentions).not.toContain(chosen)
  expect(left.page).toContain(chosen)
})

test('books that were changed need attention, and Prometheus counts them and when all was proven last', async () => {
  const { home } = door.target
  const head = { event: 12, hash: 'ab'.repeat(32) }
  const well = { at: '2026-11-22T02:05:00.000Z', head, tickets: null, faults: [], unproven: [], whole: true }
  await keepNightProof(home, well, openFiles())
  const [faults, unproven] = [['un lot a changé'], ['Piste d’audit non vérifiée : code 137']]
  await keepNightProof(home, { ...well, at: '2026-11-23T02:05:00.000Z', faults, unproven, whole: false }, openFiles())
  const room = await readRoom(home, NOW)
  const said = attentionsOf(room).map(({ said }) => said)
  expect(said.slice(0, 2)).toEqual(['Les livres ont changé : un lot a changé', 'Piste d’audit non vérifiée : code 137'])
  expect(backupsSection(room)).toContain(`<code>${head.hash}</code> (n° 12)`)
  const metrics = await roomMetrics(room)
  expect(metrics).toContain('tiptop_proof_faults{environment="prod"} 1\n')
  expect(metrics).toContain(`tiptop_proof_timestamp_seconds{environment="prod"} ${Date.parse(well.at) / 1000}\n`)
})

test('what a reconciliation leaves undecided stands in the room with the command that decides, until it is decided', async () => {
  const { home } = door.target
  const tools = { files: openFiles(), now: () => NOW }
  const from = 'tiptop_until_20261123_031205'
  const shown = async () => {
    const room = await readRoom(home, NOW)
    return { attentions: attentionsOf(room), metrics: await roomMetrics(room) }
  }
  await noteUndecided(home, { from, questions: ['événement n° 9 : deux joueurs'] }, tools)
  const open = await shown()
  expect(open.attentions).toContainEqual({
    said: `À décider : événement n° 9 : deux joueurs (${from}, comparée le 2026-11-23 12:00 UTC).`,
    command: 'tiptop restore decide prod <événement…> --reason "…"',
  })
  expect(open.metrics).toContain('tiptop_conflicts_undecided{environment="prod"} 1\n')
  await noteUndecided(home, { from, questions: [] }, tools)
  const decided = await shown()
  expect(JSON.stringify(decided.attentions)).not.toContain('À décider')
  expect(decided.metrics).toContain('tiptop_conflicts_undecided{environment="prod"} 0\n')
})

test('Prometheus reads each figure once, and no figure of what could not be observed', async () => {
  await serve()
  await tiptop('control', 'build', 'prod', '--metrics', join(door.folder, 'metrics', 'prod.prom'))
  const text = await readFile(join(door.folder, 'metrics', 'prod.prom'), 'utf8')
  expect(text).toContain('tiptop_healthy{environment="prod"} 1\n')
  expect(text).toContain('tiptop_release_info{environment="prod",version="1.0.0",colour="blue"} 1\n')
  expect(text).toMatch(/tiptop_certificate_expiry_timestamp_seconds\{environment="prod"\} \d{10}\n/)
  expect(text).not.toMatch(/tiptop_rehearsal|indicator="mttr"/)
  const series = text.split('\n').filter(line => line && !line.startsWith('#'))
  expect(new Set(series.map(line => line.split(' ')[0])).size).toBe(series.length)
  const quiet = await roomMetrics(await buildRoom(door.target.home, null, NOW))
  expect(quiet).toContain('tiptop_maintenance{environment="prod"} 0\n')
  const later = new Date(NOW.getTime() + 11 * 60_000)
  expect(quiet).toContain('tiptop_healthy')
  expect(await roomMetrics(await buildRoom(door.target.home, null, later))).not.toContain('tiptop_healthy')
})

test('an outage that a person has not opened becomes an incident by itself, which the next good look ends', async () => {
  const { home } = door.target
  for (const name of ['smtp-url', 'notify-webhook', 'notify-webhook-level2'] as const)
    await writeFile(home.secret(name), '')
  await serve()
  const build = async (isWell: boolean) => {
    healthy = isWell
    await tiptop('control', 'build', 'prod')
    return (await listIncidents(home))[0]
  }
  for (const isWell of [true, false]) expect(await build(isWell)).toBeUndefined()
  expect(await build(false)).toMatchObject({ detected: true, worst: 'P1', since: NOW.toISOString(), closedAt: null })
  expect(await build(true)).toMatchObject({ restoredAt: NOW.toISOString(), relapsed: false })
  for (const isWell of [false, false]) await build(isWell)
  expect(await build(false)).toMatchObject({ restoredAt: null, relapsed: true })
  expect(await listIncidents(home)).toHaveLength(1)
})

test('a site that an operator has closed is no outage', async () => {
  await serve()
  expect(await tiptop('maintenance', 'on', 'prod', '--reason', 'essai')).toMatchObject({ code: 0 })
  healthy = false
  for (let look = 0; look < 3; look++) await tiptop('control', 'build', 'prod')
  expect(await listIncidents(door.target.home)).toEqual([])
})
