import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { blind, deployed, emptyTraffic, known, seen } from '../../../test/laid/diagnosis-facts.ts'
import type { Container } from '../../environment/facts/containers.ts'
import type { Release } from '../../release/release.ts'
import { wordUndecided } from '../probes/ground.ts'
import { adviceFor, tookWords } from './advice.ts'
import type { TriageDecision } from './decide.ts'
import type { DiagnosisFacts } from './facts.ts'

const advised = (decision: TriageDecision, more: Partial<DiagnosisFacts> = {}) =>
  adviceFor({ decision, stoppedAt: null }, known(more))
const stopped = (part: Container['part'], state: Container['state'] = 'stopped', lastWords: string[] = []) =>
  known({
    containers: seen(
      (['nginx', 'postgres'] as const).map(
        (one): Container => ({
          part: one,
          name: `tt-prod-infra-${one}-1`,
          state: one === part ? state : 'well',
          status: 'Exited (1)',
          lastWords,
        }),
      ),
    ),
  })

test('a way back is one command, with its destination, what it loses and how long it took last time [4.4/D 4.4/H]', () => {
  expect(advised('rollBackBackend')).toEqual({
    command: 'tiptop rollback prod backend',
    does: 'Ramène le backend à 1.0.0, sans couper personne.',
    loses:
      'aucune donnée : la base reste telle qu’elle est ; les nouveautés de la version défaite ne sont plus servies',
    tookMs: 12_000,
    besides: [],
  })
  const whole = {
    command: 'tiptop rollback prod full',
    does: 'Ramène toute l’application à 1.0.0, sans couper personne.',
  }
  expect(advised('rollBackAll')).toMatchObject(whole)
  expect(advised('undoDeployment')).toMatchObject(whole)
  reached('4.4/D', '4.4/H')
})

test('if there is no way back, the advice gives the reason and what is left to do instead of a command [4.4/H]', () => {
  const back = { full: { why: 'c’est la première.' }, backend: { to: '' }, frontend: { to: '' } }
  expect(advised('undoDeployment', { deployment: deployed({ back }) })).toEqual({
    command: null,
    does: 'Aucun retour en arrière n’est possible : c’est la première. Déployez une correction, site fermé si besoin (tiptop maintenance on prod).',
    loses: 'rien',
    tookMs: 12_000,
    besides: [],
  })
  const { command, does, tookMs } = advised('undoDeployment', { deployment: blind })
  expect({ command, tookMs }).toEqual({ command: null, tookMs: null })
  expect(does).toContain('les journaux n’ont pas pu être lus. Déployez une correction')
  reached('4.4/H')
})

test('a database is restored from the newest copy, and the plays since are counted first [4.4/K]', () => {
  expect(advised('restoreDatabase', { deployment: deployed({}) })).toEqual({
    command: 'tiptop restore prod --point backup-20261123-020000',
    does: 'Ferme le site, rend la base telle qu’à 2026-11-23 02:00 UTC, puis rouvre. Un instant plus récent se choisit par --to.',
    loses: '42 participations depuis 2026-11-23 02:00 UTC ; la base abîmée est gardée à côté',
    tookMs: 95_000,
    besides: [],
  })
  expect(advised('restoreDatabase', { deployment: blind })).toMatchObject({ tookMs: null })
  reached('4.4/K')
})

test('if the plays since the newest copy could not be counted, all of them count as lost [4.4/K]', () => {
  const copy = seen({ name: 'backup-20261123-020000', at: '2026-11-23T02:00:00Z', playsSince: null })
  expect(advised('restoreDatabase', { copy }).loses).toMatch(/^tout ce qui a été joué depuis 2026-11-23 02:00 UTC/)
  reached('4.4/K')
})

test('plays that a database counts which lacks what is archived are too few, and the end of the archive is named', () => {
  const until = new Date('2026-11-23T14:32:00Z')
  const ahead = { archive: seen({ until, isAhead: true }) }
  const { does, loses } = advised('restoreDatabase', ahead)
  expect(does).toMatch(/par --to, l’archive va jusqu’à 2026-11-23 14:32 UTC\.$/)
  expect(loses).toMatch(/^au moins 42 participations depuis/)
  const copy = seen({ name: 'backup-20261123-020000', at: '2026-11-23T02:00:00Z', playsSince: 0 })
  expect(advised('restoreDatabase', { ...ahead, copy }).loses).toMatch(/^tout ce qui a été joué depuis/)
})

test('what a reconciliation leaves undecided is the way on where nothing else is wrong, and stands beside every other', () => {
  const left = [{ from: 'tiptop_until_20261123_031205', at: '2026-11-23T04:00:00Z', questions: ['un', 'deux'] }]
  const undecided = seen(left)
  const command = 'tiptop restore decide prod <événement…> --reason "…"'
  expect(advised('restoreDatabase', { undecided }).besides).toEqual([
    `Un rapprochement laisse 2 contradiction(s) à décider : ${command}`,
  ])
  expect(wordUndecided(left)).toMatchObject({
    state: 'wrong',
    said: ['2 contradiction(s) à décider', expect.stringMatching(/^un /), expect.stringMatching(/^deux /)],
  })
  expect(wordUndecided([]).state).toBe('well')
})

test('without a copy on this server there is no command to restore: other destinations may have one [4.4/K]', () => {
  expect(advised('restoreDatabase', { copy: seen(null) })).toMatchObject({
    command: null,
    loses: 'inconnu',
    does: 'Aucune copie de la base n’est sur ce serveur : tiptop backup list prod montre celles d’ailleurs.',
  })
  reached('4.4/K')
})

test('the logs to read are those of the part with the most errors, in the colour that serves [4.4/I]', () => {
  const running = { colour: 'green', release: {} as Release } as const
  const worst = (path: string) =>
    seen({
      requests: 9,
      errors: 9,
      minutes: 10,
      closed: 0,
      firstErrorAt: null,
      worst: [{ path, errors: 9 }],
      before: null,
    })
  expect(advised('readLogs', { deployment: deployed({ running }), traffic: worst('site /jeu') })).toEqual({
    command: 'docker logs --since 15m tt-prod-green-frontend-1',
    does: 'Montre ce que dit le frontend ; le plus touché est site /jeu.',
    loses: 'rien',
    tookMs: null,
    besides: [],
  })
  expect(advised('readLogs', { traffic: worst('API /site') })).toMatchObject({
    command: 'docker logs --since 15m tt-prod-blue-backend-1',
    does: 'Montre ce que dit le backend ; le plus touché est API /site.',
  })
  expect(advised('readLogs', { deployment: blind, traffic: seen({ ...emptyTraffic }) })).toMatchObject({
    command: 'docker logs --since 15m tt-prod-blue-backend-1',
    does: 'Montre ce que dit le backend.',
  })
  expect(advised('readLogs').does).toBe('Montre ce que dit le backend.')
  reached('4.4/I')
})

test('looking further starts with the logs if nothing below the release is wrong [4.4/L]', () => {
  expect(adviceFor({ decision: 'lookFurther', stoppedAt: 'apiMute' }, known()).command).toMatch(/^docker logs /)
  const unwell = { disks: seen([{ folder: '/srv', free: 1, total: 100e9 }]) }
  const full = 'Le disque de /srv est presque plein ; voir ce qui le remplit : du --summarize --human-readable /srv/*'
  expect(advised('lookFurther', unwell)).toMatchObject({
    command: expect.stringMatching(/^docker logs /),
    besides: [full],
  })
  expect(advised('rollBackAll', unwell)).toMatchObject({ command: 'tiptop rollback prod full', besides: [full] })
  expect(advised('restoreDatabase', unwell).besides).toEqual([full])
  expect(adviceFor({ decision: 'readLogs', stoppedAt: 'errors' }, known(unwell))).toMatchObject({
    command: expect.stringMatching(/^docker logs /),
    besides: [full],
  })
  reached('4.4/L')
})

test('obstacles are mended from the ground up: the first by the command, the others listed beside it [4.4/L]', () => {
  const facts = known({
    ...stopped('postgres'),
    disks: seen([
      { folder: '/srv', free: 1e6, total: 100e9 },
      { folder: '/var', free: 50e9, total: 100e9 },
    ]),
    certificate: seen({ until: '2026-11-22T00:00:00Z', shown: 'other' as const }),
    database: seen({ state: 'stopped', why: '' } as const),
    deployment: deployed({ working: { run: 'r', procedure: 'deploy', by: 'x', startedAt: '' } }),
  })
  expect(adviceFor({ decision: 'lookFurther', stoppedAt: 'apiMute' }, facts)).toEqual({
    command: 'du --summarize --human-readable /srv/*',
    does: 'Le disque de /srv est presque plein ; voir ce qui le remplit : du --summarize --human-readable /srv/*',
    loses: 'rien',
    tookMs: null,
    besides: [
      'postgres n’est pas en état (Exited (1)) ; le relancer : docker start tt-prod-infra-postgres-1',
      'Le certificat est expiré ; le renouveler : tiptop certificate renew prod',
      'nginx montre un ancien certificat ; le recharger : docker exec tt-prod-infra-nginx-1 nginx -c /etc/tiptop/nginx.conf -s reload',
      'Une exécution est en cours, attendez sa fin ; la suivre : tiptop runs show last',
    ],
  })
  reached('4.4/L')
})

test('what could not be looked at is not an obstacle, and a certificate is good until its last day', () => {
  const unseen = { disks: blind, certificate: blind, deployment: blind }
  expect(advised('readLogs', unseen).besides).toEqual([])
  const lastDay = seen({ until: '2026-11-23T12:00:00Z', shown: 'same' as const })
  expect(advised('readLogs', { certificate: lastDay }).besides).toEqual([])
})

test('only nginx has a configuration to refuse', () => {
  const words = ['2026/11/23 [emerg] 17#21: unknown directive "lisen" in /etc/tiptop/nginx.conf:12']
  expect(advised('readLogs', stopped('postgres', 'stopped', words)).besides[0]).toMatch(/docker start /)
  expect(advised('readLogs', stopped('nginx', 'stopped', ['', ...words])).besides).toEqual([
    'nginx refuse sa configuration (unknown directive "lisen" in /etc/tiptop/nginx.conf:12), que tiptop install reprend du dépôt ; remettre celle d’un point de retour : tiptop rollback prod infra',
  ])
  expect(
    advised('readLogs', stopped('nginx', 'stopped', ['[emerg] no "events" section in /etc/tiptop/x'])).besides[0],
  ).toMatch(/^nginx refuse sa configuration \(no "events" section in \/etc\/tiptop\/x\)/)
})

test('how long something took last time is given, or that it was never done here', () => {
  expect([tookWords(12_000), tookWords(null)]).toEqual(['12 s', 'jamais fait ici'])
})

test.each<[string, DiagnosisFacts, string]>([
  ['Docker', known({ containers: blind }), 'systemctl restart docker'],
  ['a stopped database', stopped('postgres'), 'docker start tt-prod-infra-postgres-1'],
  ['an unhealthy nginx', stopped('nginx', 'unhealthy'), 'docker restart tt-prod-infra-nginx-1'],
  [
    'an nginx that refuses its configuration',
    stopped('nginx', 'stopped', ['2026/11/23 [emerg] 1#1: unknown directive "lisen" in /etc/tiptop/nginx.conf:12']),
    'tiptop rollback prod infra',
  ],
  [
    'an nginx that cannot read its certificate',
    stopped('nginx', 'stopped', ['nginx: [emerg] cannot load certificate "/etc/nginx/tls/fullchain.pem"']),
    'docker start tt-prod-infra-nginx-1',
  ],
  ['an nginx that is gone', stopped('nginx', 'missing'), 'tiptop install prod'],
  [
    'a database that does not answer in a container that runs',
    known({ database: seen({ state: 'stopped', why: '' } as const) }),
    'docker restart tt-prod-infra-postgres-1',
  ],
  [
    'a run at work',
    known({ deployment: deployed({ working: { run: 'r', procedure: 'deploy', by: 'x', startedAt: '' } }) }),
    'tiptop runs show last',
  ],
  [
    'an expired certificate',
    known({ certificate: seen({ until: '2026-11-01T00:00:00Z', shown: 'same' as const }) }),
    'tiptop certificate renew prod',
  ],
  [
    'a certificate that nginx has not loaded',
    known({ certificate: seen({ until: '2027-11-01T00:00:00Z', shown: 'other' as const }) }),
    'docker exec tt-prod-infra-nginx-1 nginx -c /etc/tiptop/nginx.conf -s reload',
  ],
  [
    'a full disk',
    known({ disks: seen([{ folder: '/srv', free: 1e6, total: 100e9 }]) }),
    'du --summarize --human-readable /srv/*',
  ],
])('if %s keeps a question from being answered, the command mends it [4.4/L]', (_what, facts, command) => {
  expect(adviceFor({ decision: 'lookFurther', stoppedAt: 'apiMute' }, facts).command).toBe(command)
  reached('4.4/L')
})
