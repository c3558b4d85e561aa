import { expect, test } from 'vitest'
import { detailsOf } from './details.ts'
import { cutSentence } from './sentence.ts'
import { auditWords } from './words.ts'

test('a sentence is split at its placeholders', () => {
  expect(cutSentence('{actor} a joué le ticket {ticket}.')).toEqual([
    { text: '{actor}', place: 'actor' },
    { text: ' a joué le ticket ', place: null },
    { text: '{ticket}', place: 'ticket' },
    { text: '.', place: null },
  ])
})

test('every kind of event has its own sentence that names the actor, in both languages', () => {
  for (const { sentences } of Object.values(auditWords)) {
    const all = Object.values(sentences)
    expect(new Set(all).size).toBe(all.length)
    for (const sentence of all) {
      expect(sentence).toMatch(/^\{actor\} .*\.$/)
      expect(cutSentence(sentence).filter(({ text, place }) => !place && /[{}]/.test(text))).toEqual([])
    }
  }
})

test('details are shown whatever is in them, under their own name where they have no other', () => {
  const details = { door: 'google', fields: ['firstName', 'language'], odd: { a: 1, b: null }, identityChecked: true }
  expect(detailsOf({ details }, 'fr')).toEqual([
    { name: 'Par', text: 'Google' },
    { name: 'Champs', text: 'firstName, language' },
    { name: 'odd', text: 'a\u00a0: 1, b\u00a0: –' },
    { name: 'Pièce d’identité présentée', text: 'oui' },
  ])
  expect(detailsOf({ details: { odd: { a: 1 } } }, 'en')).toEqual([{ name: 'odd', text: 'a: 1' }])
  expect(detailsOf({ details: null }, 'fr')).toEqual([])
  expect(detailsOf({ details: { constructor: 1 } }, 'fr')).toEqual([{ name: 'constructor', text: '1' }])
})
