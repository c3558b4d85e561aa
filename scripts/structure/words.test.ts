import { expect, test } from 'vitest'
import { wordFaults } from './words.ts'

test('words in both languages that typeset does not make are refused', () => {
  const files = {
    'frontend/src/plain.ts': "const words = {\n  fr: { wait: 'Un instant !' },\n  en: { wait: 'One moment' } }",
    'frontend/src/named.ts': '\nexport const words = { fr, en }',
    'frontend/src/called.tsx': 'const at = { fr: () => `le jour à`, en: () => `on the day` }',
    'frontend/src/typeset.ts': "const words = typeset({ fr: { wait: 'Un instant !' }, en: { wait: 'One moment' } })",
    'frontend/src/locale.ts': "const locales = { fr: 'fr-FR', en: 'en-GB' }",
    'frontend/src/words.test.ts': "const words = { fr: 'Un instant !', en: 'One moment' }",
    'backend/src/outside.ts': "const words = { fr: 'Un instant !', en: 'One moment' }",
  }
  expect(wordFaults(new Map(Object.entries(files))).map(({ path, sentence }) => [path, sentence.slice(0, 6)])).toEqual([
    ['frontend/src/plain.ts', 'Line 1'],
    ['frontend/src/named.ts', 'Line 2'],
    ['frontend/src/called.tsx', 'Line 1'],
  ])
})
