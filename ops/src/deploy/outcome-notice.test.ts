import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { runDeployment } from '../../test/laid/runs.ts'
import type { Step } from '../procedure/procedure.ts'
import type { Release } from '../release/release.ts'
import { readRun } from '../runs/runs.ts'
import type { Approval } from './deployment.ts'
import { outcomeNotice } from './outcome-notice.ts'

const commit = 'abc1234'.padEnd(40, '0')
const release: Release = {
  name: '20261123-041500-1.4.0-abc1234',
  version: '1.4.0',
  commits: { backend: commit, frontend: commit },
  images: { backend: 'registre/backend@sha256:1', frontend: 'registre/frontend@sha256:2' },
  madeAt: '2026-11-23T04:15:00.000Z',
  former: null,
  breaking: false,
}
const former = { colour: 'blue', release: { ...release, version: '1.3.0' } } as const
const order = { environment: 'prod', branch: 'main', commit, cause: 'push' } as const
type Deployed = { release: Release; former: typeof former | null; warnings: string[] }

/** A deployment that does this, as its journal has it, and its notice. */
async function noticeOf(
  recipe: (step: Step) => Promise<Deployed>,
  { page, approval = { by: 'Alix', build: 'main #42' } }: { page?: string; approval?: Approval | null } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-notice-'))
  const run = '20261123-041500-deploy-aaaa'
  const ending = await runDeployment({ runs: folder, run, at: '2026-11-23T04:15:00Z' }, recipe)
  const notice = outcomeNotice({ ...order, approval }, page)(ending, await readRun(join(folder, `${run}.jsonl`)))
  await rm(folder, { recursive: true })
  return { ...notice, lines: notice.text.replace(/durée .*/, 'durée …').split('\n') }
}

const facts = [
  'Environnement : prod',
  `Commit : ${commit}, branche main`,
  'Lancé par : Jenkins (poussée), avec l’accord de Alix (main #42)',
  'Début : 2026-11-23 04:15 UTC, durée …',
]
const fail = (message: string) => () => {
  throw new Error(message)
}

test('the notice of a deployment that is done names what serves and what served before', async () => {
  const notice = await noticeOf(async () => ({ release, former, warnings: [] }), {
    page: 'https://jenkins.exemple.test/job/7/',
  })
  expect(notice).toMatchObject({ severity: 'info', subject: '[prod] version 1.4.0 déployée' })
  expect(notice.lines).toEqual([
    ...facts,
    'En service : 1.4.0 (20261123-041500-1.4.0-abc1234)',
    'Image : registre/backend@sha256:1',
    'Image : registre/frontend@sha256:2',
    'Avant : 1.3.0, gardée pour un retour immédiat',
    'Déroulement : https://jenkins.exemple.test/job/7/',
  ])
})

test('warnings are counted in the subject and listed one by one [2.4/S]', async () => {
  const warnings = ['lint : 3 erreurs', 'SonarQube ne répond pas']
  const notice = await noticeOf(async () => ({ release, former: null, warnings }))
  expect(notice).toMatchObject({
    severity: 'warning',
    subject: '[prod] version 1.4.0 déployée, avec 2 avertissements',
  })
  expect(notice.lines.slice(4)).toEqual([
    'En service : 1.4.0 (20261123-041500-1.4.0-abc1234)',
    'Image : registre/backend@sha256:1',
    'Image : registre/frontend@sha256:2',
    'Avant : rien, c’est la première version',
    'Avertissement : lint : 3 erreurs',
    'Avertissement : SonarQube ne répond pas',
    'Déroulement : tiptop runs show 20261123-041500-deploy-aaaa',
  ])
  reached('2.4/S')
})

test('one warning is counted as one, and no approval is named that was not given', async () => {
  const deployed = { release, former: null, warnings: ['lint : 3 erreurs'] }
  const { subject, lines } = await noticeOf(async () => deployed, { approval: null })
  expect(subject).toBe('[prod] version 1.4.0 déployée, avec un avertissement')
  expect(lines[2]).toBe('Lancé par : Jenkins (poussée)')
})

test('a run that stopped between two steps names its reason alone, and what was taken back with what it said', async () => {
  const undo = {
    node: '2.4/AM',
    title: 'Revenir à la version 1.3.0',
    act: ({ tell }: { tell(said: string): void }) => tell('2 parties'),
  } as const
  const { lines } = await noticeOf(async step => {
    await step('2.4/AH', 'Basculer', () => {}, { undo })
    throw new Error('arrêt demandé')
  })
  expect(lines.slice(4, -1)).toEqual(['Raison : arrêt demandé', 'Défait : Revenir à la version 1.3.0 (2 parties)'])
})

test('a failure before anything changed says so, with the step and the reason [2.4/R]', async () => {
  const notice = await noticeOf(async step => {
    await step('2.4/J', 'Installer les dépendances', () => {})
    return step('2.4/L', 'Vérifier le style', fail('3 erreurs'))
  })
  expect(notice).toMatchObject({
    severity: 'warning',
    subject: '[prod] le déploiement de main (abc1234) a échoué, rien n’a changé',
  })
  expect(notice.lines.slice(4, -1)).toEqual(['Étape en échec : Vérifier le style [2.4/L]', 'Raison : 3 erreurs'])
  reached('2.4/R')
})

test('a deployment that was taken back is an alert that lists what was undone [2.4/AM]', async () => {
  const undo = { node: '2.4/AM', title: 'Revenir à la version 1.3.0', act: () => {} } as const
  const notice = await noticeOf(async step => {
    await step('2.4/AH', 'Démarrer la version 1.4.0', () => {}, { undo: async () => {} })
    await step('2.4/AH', 'Lui envoyer tout le monde', () => {}, { undo })
    return step('2.4/AI', 'Vérifier la santé du service', fail('503 au lieu de 200'))
  })
  expect(notice).toMatchObject({
    severity: 'alert',
    subject: '[prod] le déploiement de main (abc1234) a échoué et a été défait',
  })
  expect(notice.lines.slice(4, -1)).toEqual([
    'Étape en échec : Vérifier la santé du service [2.4/AI]',
    'Raison : 503 au lieu de 200',
    'Défait : Revenir à la version 1.3.0',
    'Défait : Démarrer la version 1.4.0',
  ])
  reached('2.4/AM')
})

test('a deployment that could not be taken back calls for a person first of all', async () => {
  const notice = await noticeOf(async step => {
    await step('2.4/AH', 'Lui envoyer tout le monde', () => {}, { undo: fail('disque plein') as never })
    return step('2.4/AI', 'Vérifier la santé du service', fail('503 au lieu de 200'))
  })
  expect(notice).toMatchObject({ severity: 'alert', subject: expect.stringContaining('INTERVENTION NÉCESSAIRE') })
  expect(notice.lines).toContain('N’a pas pu être défait : Lui envoyer tout le monde [2.4/AH] : disque plein')
})
