import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { environmentOf, labelsOf } from './labels.ts'

const commit = '3f2a9c1d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b'

test('dev, preprod and main have an environment, any other branch gets the one that is chosen [2.1/G 2.1/H 2.1/I 2.1/J 2.1/K]', () => {
  expect(['dev', 'preprod', 'main'].map(environmentOf)).toEqual(['dev', 'preprod', 'prod'])
  expect(['feature/tea', 'master', 'constructor', ''].map(environmentOf)).toEqual([null, null, null, null])
  reached('2.1/G', '2.1/H', '2.1/I', '2.1/J', '2.1/K')
})

test('each environment has its own label, dev also latest, prod also the version [2.1/L 2.1/M 2.1/N 2.1/O 2.2/F 2.2/Q 2.3/F 2.4/H 2.4/AC]', () => {
  expect(labelsOf('dev', '1.4.0', commit)).toEqual(['dev-latest', 'dev-1.4.0-3f2a9c1', 'latest'])
  expect(labelsOf('preprod', '1.4.0', commit)).toEqual(['preprod-latest', 'preprod-1.4.0-3f2a9c1'])
  expect(labelsOf('prod', '1.4.0', commit)).toEqual(['prod-latest', 'prod-1.4.0-3f2a9c1', '1.4.0'])
  reached('2.1/L', '2.1/M', '2.1/N', '2.1/O', '2.2/F', '2.2/Q', '2.3/F', '2.4/H', '2.4/AC')
})
