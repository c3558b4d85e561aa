import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../../machine/run.ts'
import { REPOSITORY } from '../application.ts'

test('Compose takes the services that measure, and no secret stands in them', async () => {
  const file = join(REPOSITORY, 'environments', 'monitoring', 'compose.yaml')
  const said = await run(['docker', 'compose', '--file', file, 'config'])
  expect(said).toContain('prom/prometheus:')
  expect(said).not.toMatch(/PASSWORD: /)
})
