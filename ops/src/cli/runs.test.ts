import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runDeployment } from '../../test/laid/runs.ts'
import { readConfig } from '../config.ts'
import { runProgram } from './program.ts'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-runs-'))
  await deployed('20261122-020000-deploy-aaaa', '2026-11-22T02:00:00Z', true)
  await deployed('20261123-020000-deploy-bbbb', '2026-11-23T02:00:00Z', false)
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** A deployment as the engine writes it down: healthy after a second look, or never. */
async function deployed(run: string, at: string, healthy: boolean) {
  let looks = 0
  await runDeployment({ runs: join(root, 'prod', 'runs'), run, at }, async step => {
    await step('2.4/V', 'Copier la base', ({ tell }) => tell('3,2 Mo'))
    await step('2.4/AH', 'Basculer', () => {}, { undo: async () => {} })
    await step(
      '2.4/AI',
      'Demander la santé du service',
      () => {
        if (!healthy || ++looks < 2) throw new Error('503 <pas prêt>')
      },
      { retry: { times: 3, everyMs: 0 } },
    )
  })
}

async function tiptop(...args: string[]) {
  let said = ''
  let complained = ''
  const tools = {
    config: readConfig({ TIPTOP_ROOT: root }),
    out: (text: string) => {
      said += text
    },
    terminal: { write: () => true },
    now: () => new Date(),
  }
  const code = await runProgram(tools, args, text => {
    complained += text
  })
  return { code, said, complained }
}

test('runs are listed, the newest first, with how they ended', async () => {
  const { code, said } = await tiptop('runs', 'list', 'prod')
  expect(code).toBe(0)
  const [first, second] = said.split('\n')
  expect(first).toMatch(/^2026-11-23 02:00:00 {2}prod +deploy +échoué, défait .* 20261123-020000-deploy-bbbb$/)
  expect(second).toMatch(/^2026-11-22 02:00:00 {2}prod +deploy +réussi .* 20261122-020000-deploy-aaaa$/)
})

test('an environment in which nothing ran says so', async () => {
  expect(await tiptop('runs', 'list', 'dev')).toMatchObject({ code: 0, said: 'Rien n’a encore été exécuté ici.\n' })
})

test('a run is shown step by step, with each try and what was taken back', async () => {
  const { said } = await tiptop('runs', 'show', '20261123')
  expect(said).toContain('deploy prod · échoué, défait · Jenkins · 2026-11-23 02:00:00')
  expect(said).toMatch(/02:00:00 ✓ 2\.4\/V +Copier la base · 3,2 Mo/)
  expect(said).toMatch(/✗ 2\.4\/AI +Demander la santé du service · 503 <pas prêt>/)
  expect(said).toMatch(/essai 2 : 503/)
  expect(said).toMatch(/↩ 2\.4\/AH +défaire : Basculer/)
})

test('a run is drawn on its diagram, in one file that needs no other', async () => {
  const file = join(root, 'run.html')
  expect(await tiptop('runs', 'show', '20261122', '--html', file)).toMatchObject({ code: 0, said: `${file}\n` })
  const page = await readFile(file, 'utf8')
  expect(page).toContain('<g class="node done"><rect')
  expect(page).toMatch(/<g class="node retried"><rect[^>]*\/><text><tspan[^>]*>AI · Demander la santé du/)
  expect(page).toMatch(/<g class="node unvisited"><rect[^>]*\/><text><tspan[^>]*>AM · /)
  const heads = [...page.matchAll(/<th scope="col">([^<]*)/g)].map(([, head]) => head)
  expect(heads).toEqual(['Début', 'Nœud', 'Étape', 'État', 'Durée'])
  expect(page).toContain(
    '<td class="said">Demander la santé du service\nau 2e essai\nessai 1 : 503 &lt;pas prêt&gt;</td>',
  )
  expect(page).not.toMatch(/(src|href)=|url\(|@import/)
})

test('with a file as well, JSON is the only answer', async () => {
  const file = join(root, 'both.html')
  const { said } = await tiptop('runs', 'show', '20261122', '--html', file, '--json')
  expect(JSON.parse(said)).toMatchObject({ state: 'done' })
  expect(await readFile(file, 'utf8')).toContain('<g class="node done">')
})

test('JSON holds what the timeline shows', async () => {
  const { said } = await tiptop('runs', 'show', 'last', '--json')
  expect(JSON.parse(said)).toMatchObject({
    name: '20261123-020000-deploy-bbbb',
    state: 'undone',
    reason: '503 <pas prêt>',
  })
})

test.each([
  [['runs', 'show', 'xyz'], 'Aucune exécution ne s’appelle « xyz »'],
  [['runs', 'show', '2026'], '« 2026 » désigne 2 exécutions'],
  [['runs', 'show'], 'Il manque « nom »'],
  [['runs', 'list', 'staging'], '« staging » ne convient pas pour « env » : il y a dev, preprod, prod'],
  [['runs', 'list', '--limit', 'beaucoup'], '--limit beaucoup : un nombre à partir de 1.'],
  [['deploie'], 'La commande « deploie » n’existe pas'],
  [[], 'Il manque une commande'],
])('%j is answered by what is wrong, and the exit code of usage', async (args, sentence) => {
  const { code, said, complained } = await tiptop(...args)
  expect({ code, said }).toEqual({ code: 2, said: '' })
  expect(complained.replaceAll("'", '’')).toContain(sentence)
})
