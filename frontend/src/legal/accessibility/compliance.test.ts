import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { complianceOf, type Result } from './compliance.ts'
import criteria from './criteria.json' with { type: 'json' }

const ROOT = join(import.meta.dirname, '../../../..')
const THEMES = [
  ['Images', 9],
  ['Cadres', 2],
  ['Couleurs', 3],
  ['Multimédia', 13],
  ['Tableaux', 8],
  ['Liens', 2],
  ['Scripts', 5],
  ['Éléments obligatoires', 10],
  ['Structuration de l’information', 4],
  ['Présentation de l’information', 14],
  ['Formulaires', 13],
  ['Navigation', 11],
  ['Consultation', 12],
] as const
const RESULTS: Result[] = ['conforme', 'non conforme', 'non applicable', 'non examiné']

const report = () => {
  const { having, applicable, rate } = complianceOf(criteria)
  const counts = RESULTS.map(result => `${having(result).length} ${result}`).join(', ')
  const lines = [
    '# Accessibility, criterion by criterion',
    '',
    'The 106 criteria of RGAA 4.1, the French standard, over all pages. The results are data, `frontend/src/legal/accessibility/',
    'criteria.json`, from which the declaration at `/accessibilite`, the mention in the footer and this page are made; change them',
    'there, then `npx vitest run frontend/src/legal/accessibility -u`. “Walked” is what a script or a person saw on every page,',
    '“read” what the source or the words say. A test is a journey of `frontend/e2e`. The audit is our own: no person who depends',
    'on assistive technology took part. One screen reader was listened to, Orca with Firefox, on the main journeys: `npm run listen`.',
    '',
    `${counts}. ${rate} % of the ${applicable} applicable criteria are met; what was not examined counts as not met.`,
  ]
  for (const [place, [theme]] of THEMES.entries()) {
    lines.push('', `## ${place + 1}. ${theme}`, '', '| | criterion | result | evidence |', '| --- | --- | --- | --- |')
    for (const { number, title, result, evidence } of criteria)
      if (number.startsWith(`${place + 1}.`)) lines.push(`| ${number} | ${title} | ${result} | ${evidence} |`)
  }
  return `${lines.join('\n')}\n`
}

test('all 106 criteria of RGAA 4.1 have a result and what proves it; visitors read what is not met', () => {
  expect(criteria.map(({ number }) => number)).toEqual(
    THEMES.flatMap(([, count], theme) => Array.from({ length: count }, (_, place) => `${theme + 1}.${place + 1}`)),
  )
  const rows: Parameters<typeof complianceOf>[0] = criteria
  for (const { number, result, evidence, gap } of rows) {
    expect(RESULTS, number).toContain(result)
    expect(evidence.length, number).toBeGreaterThan(3)
    expect(Boolean(gap?.fr && gap.en), number).toBe(result === 'non conforme')
    for (const [, file] of evidence.matchAll(/`([\w-]+\.spec\.ts)`/g))
      expect(existsSync(join(ROOT, 'frontend/e2e', file as string)), `${number}: ${file}`).toBe(true)
  }
})

test('a site is fully compliant when every applicable criterion is met, and partially from half of them', () => {
  const rowsOf = (...results: Result[]) => results.map(result => ({ ...criteria[0], result })) as typeof criteria
  expect(complianceOf(rowsOf('conforme', 'non applicable'))).toMatchObject({ state: 'full', rate: 100, applicable: 1 })
  expect(complianceOf(rowsOf('conforme', 'non examiné'))).toMatchObject({ state: 'partial', rate: 50 })
  expect(complianceOf(rowsOf('conforme', 'non conforme', 'non examiné'))).toMatchObject({ state: 'none', rate: 33 })
})

test('docs/accessibility.md is made from these results', async () => {
  await expect(report()).toMatchFileSnapshot(join(ROOT, 'docs/accessibility.md'))
})
