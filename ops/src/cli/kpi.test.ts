import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runDeployment } from '../../test/laid/runs.ts'
import { layNight } from '../../test/laid-nights.ts'
import { readConfig } from '../config.ts'
import { runProgram } from './program.ts'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-kpi-'))
  for (const day of ['20', '21', '22']) await deployed(`2026-11-${day}T08:00:00Z`, true)
  await deployed('2026-11-22T09:00:00Z', false)
  await layNight(config().homeOf('prod'), '20261122-020000')
})
afterAll(() => rm(root, { recursive: true, force: true }))

const config = () => readConfig({ TIPTOP_ROOT: root, TIPTOP_BACKUPS: join(root, 'backups') })

async function deployed(at: string, good: boolean) {
  const run = `${at.replaceAll(/\D/g, '')}-deploy`
  await runDeployment({ runs: join(root, 'prod', 'runs'), run, at }, async step => {
    await step('2.4/M', 'Lancer les tests', () => {
      if (!good) throw new Error('2 tests sont en échec')
    })
  })
}

async function tiptop(...args: string[]) {
  const [said, complained]: [string[], string[]] = [[], []]
  const out = (text: string) => void said.push(text)
  const tools = { config: config(), out, terminal: { write: out }, now: () => new Date('2026-11-23T12:00:00Z') }
  const code = await runProgram(tools, args, text => void complained.push(text))
  return { code, out: said.join(''), err: complained.join('') }
}

test('each indicator is shown beside its objective, and what has no figure says so', async () => {
  const { code, out } = await tiptop('kpi', 'prod')
  expect(code).toBe(0)
  expect(out).toContain('prod, du 2026-10-24 au 2026-11-23 (30 jours)')
  expect(out).toMatch(/\? RTO, temps de restauration +aucune donnée +objectif < 30 min\n/)
  expect(out).toMatch(/✗ RPO, perte de données +34 h 00 +objectif < 24 h +rien avant\n/)
  expect(out).toMatch(/✓ Fréquence de déploiement +3 jours sur 3 +objectif ≥ 1 par jour\s/)
  expect(out).toMatch(/✗ Taux de succès des déploiements +75,0 % +objectif > 95 % +rien avant\n {6}3 sur 4\n/)
  expect(out).toMatch(/\? MTTR, temps moyen de rétablissement +aucune donnée/)
})

test('another period has other figures, and is compared with the one before', async () => {
  const { out } = await tiptop('kpi', 'prod', '--since', '1d')
  expect(out).toContain('prod, du 2026-11-22 au 2026-11-23 (1 jour)')
  expect(out).toMatch(/Taux de succès des déploiements +aucune donnée +objectif > 95 % +50,0 % avant\n/)
})

test('JSON holds the figures of every environment', async () => {
  const { environments } = JSON.parse((await tiptop('kpi', '--json')).out)
  expect(environments.map(({ environment }: { environment: string }) => environment)).toEqual([
    'dev',
    'preprod',
    'prod',
  ])
  const success = environments[2].indicators.find(({ name }: { name: string }) => name === 'success')
  expect(success.now).toMatchObject({ value: 0.75, held: false })
  expect(environments[0].indicators.every(({ now }: { now: unknown }) => now === null)).toBe(true)
})

test('the page needs no other file', async () => {
  const file = join(root, 'kpi.html')
  expect(await tiptop('kpi', '--html', file)).toMatchObject({ code: 0, out: `${file}\n` })
  const page = await readFile(file, 'utf8')
  expect(page).toContain('<span class="badge bad">manqué</span>')
  expect(page).toContain('<p class="value">aucune donnée</p>')
  expect(page).not.toMatch(/(src|href|style)=|url\(|@import|<script/)
})

test.each([
  [['kpi', 'staging'], '« staging » ne convient pas'],
  [['kpi', '--since', 'hier'], '--since hier : une durée comme 90m, 12h ou 30d.'],
])('%j is answered by what is wrong', async (args, sentence) => {
  const { code, err } = await tiptop(...args)
  expect(code).toBe(2)
  expect(err).toContain(sentence)
})
