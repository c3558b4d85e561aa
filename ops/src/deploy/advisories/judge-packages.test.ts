import { expect, test } from 'vitest'
import { type Advisory, advisoryShape, affects } from './advisory.ts'
import { findingWords, isOpen, judgePackages } from './judge-packages.ts'

type Events = { introduced?: string; fixed?: string; last_affected?: string }[]
const NOW = new Date('2026-11-30T12:00:00Z')
const advisory = (events: Events, own: Partial<Advisory> = {}): Advisory =>
  advisoryShape.parse({
    id: 'GHSA-demo',
    summary: 'lit trop',
    modified: '2026-11-01T00:00:00Z',
    affected: [{ package: { ecosystem: 'npm', name: 'tea' }, ranges: [{ type: 'SEMVER', events }] }],
    ...own,
  })
const hits = (events: Events, version: string) => affects(advisory(events), { name: 'tea', version })

test.each<[Events, string[], string[]]>([
  [
    [{ introduced: '0' }, { fixed: '1.2.0' }],
    ['0.0.1', '1.1.9', '1.2.0-rc.1'],
    ['1.2.0', '2.0.0'],
  ],
  [
    [{ introduced: '1.0.0' }, { last_affected: '1.4.0' }],
    ['1.0.0', '1.4.0'],
    ['0.9.0', '1.4.1'],
  ],
  [[{ introduced: '0' }], ['0.1.0', '99.0.0'], []],
  [
    [{ fixed: '2.1.0' }, { introduced: '2.0.0' }, { introduced: '0' }, { fixed: '1.5.0' }],
    ['1.4.9', '2.0.0', '2.0.9'],
    ['1.5.0', '1.9.9', '2.1.0', '3.0.0'],
  ],
])('a version is affected from where a range begins to where it ends: %j', (events, within, without) => {
  for (const version of within) expect(hits(events, version), version).toBe(true)
  for (const version of without) expect(hits(events, version), version).toBe(false)
})

test('versions that are named count, another ecosystem, another name and a withdrawn advisory do not', () => {
  const tea = { name: 'tea', version: '3.1.4' }
  const named = (name: string, ecosystem = 'npm', withdrawn?: string) =>
    affects(
      advisoryShape.parse({
        id: 'MAL-1',
        modified: '2026-11-01',
        affected: [{ package: { ecosystem, name }, versions: ['3.1.4'] }],
        ...(withdrawn && { withdrawn }),
      }),
      tea,
    )
  expect(named('tea')).toBe(true)
  expect([named('tea', 'PyPI'), named('coffee'), named('tea', 'npm', '2026-11-02')]).toEqual([false, false, false])
})

const lock = {
  lockfileVersion: 3 as const,
  packages: {
    '': { version: '1.0.0' },
    'node_modules/tea': { version: '1.0.0' },
    'node_modules/pot/node_modules/tea': { version: '1.0.0' },
    'node_modules/cup/node_modules/tea': { version: '1.3.0' },
    'node_modules/alias': { name: 'tea', version: '1.1.0' },
    'node_modules/@tiptop/tea': { link: true },
    tea: { version: '1.0.0' },
  },
}
const advisories = [advisory([{ introduced: '0' }, { fixed: '1.2.0' }])]

test('every version that would be installed is compared once, wherever it lies and under whatever name', () => {
  const findings = judgePackages(lock, { advisories, exceptions: [] }, NOW)
  expect(findings.map(({ name, version }) => `${name}@${version}`)).toEqual(['tea@1.0.0', 'tea@1.1.0'])
  expect(findings.every(isOpen)).toBe(true)
  expect(findings.map(findingWords)[0]).toBe('tea 1.0.0 : GHSA-demo, lit trop')
})

test.each([
  ['2026-11-30', false, 'accepté jusqu’au 2026-11-30 : ne lit que nos fichiers'],
  ['2026-11-29', true, 'l’exception est échue depuis le 2026-11-29'],
])('an exception holds until its day is over: until %s', (until, open, said) => {
  const exceptions = [{ id: 'GHSA-demo', package: 'tea', until, why: 'ne lit que nos fichiers' }]
  const findings = judgePackages(lock, { advisories, exceptions }, NOW)
  for (const finding of findings) {
    expect(isOpen(finding)).toBe(open)
    expect(findingWords(finding)).toContain(said)
  }
})

test('an exception for another package or another advisory accepts nothing', () => {
  const why = 'ne lit que nos fichiers'
  const exceptions = [
    { id: 'GHSA-demo', package: 'coffee', until: '2027-01-01', why },
    { id: 'GHSA-other', package: 'tea', until: '2027-01-01', why },
  ]
  expect(judgePackages(lock, { advisories, exceptions }, NOW).every(isOpen)).toBe(true)
})
