import { expect, test } from 'vitest'
import type { StepRun } from './runs.ts'
import { longestWords } from './timeline.ts'

const step = (title: string, ms: number | null) => ({ title, ms }) as StepRun

test('where the time of a run went: the five longest steps from a second on, the longest first', () => {
  const steps = [
    step('Extraire', 999),
    step('Construire', 61_000),
    step('Lier', 1_000),
    step('Copier', 1_500),
    step('Envoyer', 2_000),
    step('Démarrer', 5_600),
    step('Essayer', 3_000),
    step('Attendre', null),
  ]
  expect(longestWords({ steps })).toBe(
    'Le plus long : Construire 1 min 01 · Démarrer 5,6 s · Essayer 3,0 s · Envoyer 2,0 s · Copier 1,5 s',
  )
})

test('a run in which nothing took a second has no longest step', () => {
  expect(longestWords({ steps: [step('Extraire', 999)] })).toBe('')
})
