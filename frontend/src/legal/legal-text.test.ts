import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { declaration } from './accessibility/declaration.ts'
import { cookies } from './cookies/cookies.ts'
import { type LegalBlock, type LegalText, piecesOf } from './legal-text.ts'
import { notice } from './notice.ts'
import { privacy } from './privacy/privacy.ts'
import { factNames, missingFacts, publisher } from './publisher.ts'
import { rules } from './rules/rules.ts'

const texts = { rules, notice, privacy, cookies, declaration }
const PAGES = join(import.meta.dirname, '../pages/[...lang]')

/** Returns every sentence of a block, in order. */
function sentencesOf(block: LegalBlock): readonly string[] {
  if (typeof block === 'string') return [block]
  if ('list' in block) return block.list
  if ('entries' in block) return block.entries.flatMap(({ term, text }) => [term, text])
  return []
}

const piecesIn = (text: LegalText) =>
  text.sections.flatMap(({ body }) => body.flatMap(block => sentencesOf(block).flatMap(piecesOf)))
/** The structure of a text, without its words. */
const shapeOf = (text: LegalText) =>
  text.sections.map(({ id, body }) => ({
    id,
    blocks: body.map(block => (typeof block === 'string' ? 'sentence' : Object.keys(block)[0])),
    marks: body.flatMap(block =>
      sentencesOf(block)
        .flatMap(piecesOf)
        .filter(piece => typeof piece !== 'string')
        .map(piece => ('fact' in piece ? piece.fact : piece.href)),
    ),
  }))

describe.each(Object.entries(texts))('the text of %s', (_name, text) => {
  test('says in English what it says in French, article by article', () => {
    expect(shapeOf(text.en)).toEqual(shapeOf(text.fr))
  })

  test('links only to existing pages, and names only facts of the publisher', () => {
    for (const piece of piecesIn(text.fr)) {
      if (typeof piece === 'string') expect(piece).not.toMatch(/[{}[\]]/)
      else if ('fact' in piece) expect(Object.keys(publisher)).toContain(piece.fact)
      else if (piece.href.startsWith('/')) expect(existsSync(join(PAGES, `${piece.href}.astro`)), piece.href).toBe(true)
      else expect(piece.href).toMatch(/^https:/)
    }
    const listed = text.fr.sections.flatMap(({ body }) =>
      body.flatMap(block => (typeof block === 'object' && 'facts' in block ? block.facts : [])),
    )
    for (const fact of listed) expect(Object.keys(publisher)).toContain(fact)
  })

  test('gives each article its own anchor', () => {
    const ids = text.fr.sections.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

test('no article states a figure of the contest, which only its data know', () => {
  const sentences = rules.fr.sections.flatMap(({ body }) => body.flatMap(sentencesOf)).join('\n')
  expect(sentences).not.toMatch(/500.?000|300.?000|360|\b39\b|\b69\b|30 jours|60 %/)
})

test('the facts that are not filled in are listed, and only those', () => {
  const told = Object.fromEntries(Object.keys(factNames.fr).map(fact => [fact, 'dit'])) as typeof publisher
  expect(missingFacts(told)).toEqual([])
  expect(missingFacts({ ...told, capital: null, mediator: { fr: 'dit', en: 'told' } })).toEqual(['Capital social'])
})

test('a sentence is split into words, links and facts', () => {
  expect(piecesOf('Écrivez à {email}, ou lisez [ceci](/cookies).')).toEqual([
    'Écrivez à ',
    { fact: 'email' },
    ', ou lisez ',
    { label: 'ceci', href: '/cookies' },
    '.',
  ])
})
