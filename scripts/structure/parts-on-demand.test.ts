import { expect, test } from 'vitest'
import { partFaults } from './parts-on-demand.ts'

test('an import on demand is refused on the site, unless loadPart does it', () => {
  const files = {
    'frontend/src/bare.ts': "\nconst part = await import('./part.ts')",
    'frontend/src/caught.tsx': "const part = import('./part.tsx').catch(() => null)",
    'frontend/src/beside.ts': "const a = loadPart(() => import('./a.ts'))\nconst b = import('./b.ts')",
    'frontend/src/fine.ts': "const a = loadPart(() => import('./a.ts'), 'optional').then(part => part.a)",
    'frontend/src/typed.ts': "type A = import('./a.ts').A",
    'backend/src/later.ts': "const a = await import('./a.ts')",
  }
  const faults = partFaults(new Map(Object.entries(files)))
  expect(faults.map(({ path, sentence }) => [path, sentence.slice(0, 6)])).toEqual([
    ['frontend/src/bare.ts', 'Line 2'],
    ['frontend/src/caught.tsx', 'Line 1'],
    ['frontend/src/beside.ts', 'Line 2'],
  ])
})
