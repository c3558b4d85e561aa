import { join } from 'node:path'
import { build, type Rolldown } from 'vite'
import { expect, test } from 'vitest'
import type { Lang } from '../src/ui/language.ts'
import { oneLanguage } from './one-language.ts'

const bundled = async (words: string, language: Lang) => {
  const [built] = (await build({
    root: join(import.meta.dirname, '..'),
    configFile: false,
    logLevel: 'silent',
    plugins: [oneLanguage(language)],
    build: { write: false, minify: false, lib: { entry: `src/${words}`, formats: ['es'] } },
  })) as Rolldown.RolldownOutput[]
  return built?.output[0].code ?? ''
}

test('a page in French loads no English words, and an English one no French words', async () => {
  const [fr, en] = [await bundled('accounts/sign-in-words.ts', 'fr'), await bundled('accounts/sign-in-words.ts', 'en')]
  expect(fr).toContain('Heureux de vous revoir')
  expect(fr).not.toContain('Good to see you again')
  expect(en).toContain('Good to see you again')
  expect(en).not.toContain('Heureux de vous revoir')
})

test('English pages load no rules of French typography', async () => {
  expect(await bundled('accounts/sign-in-words.ts', 'fr')).toContain('typesetText')
  expect(await bundled('accounts/sign-in-words.ts', 'en')).not.toContain('typesetText')
})

test('words that are written in the call itself are taken out as well', async () => {
  const code = await bundled('refusal-sentences.ts', 'en')
  expect(code).toContain('Sign in to continue.')
  expect(code).not.toContain('Connectez-vous')
})
