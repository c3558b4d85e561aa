import { describe, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { candidatesFor, caretIn, readEntry, replaceFirst } from './code-entry.ts'

describe('typing a code of ten characters', () => {
  test.each([
    'ABCDE-FGHJK',
    'abcdefghjk',
    '  abcde fghjk\n',
    'ABCDE–FGHJK',
    'ＡＢＣＤＥＦＧＨＪＫ',
    'a.b.c.d.e_f g\th j k',
  ])('a code is understood however it is written: %j [1.1/L]', typed => {
    expect(readEntry(typed)).toMatchObject({ state: 'complete', code: 'ABCDEFGHJK', text: 'ABCDE-FGHJK' })
    reached('1.1/L')
  })

  test('a code is shown in two groups as it grows [1.1/L]', () => {
    expect(['abc', 'abcde', 'abcdef'].map(typed => readEntry(typed).text)).toEqual(['ABC', 'ABCDE', 'ABCDE-F'])
    reached('1.1/L')
  })

  test('letters of another script that look like ours are read as ours, and the player sees it [1.1/L]', () => {
    const entry = readEntry('АВCDE-FGHJК')
    expect(entry).toMatchObject({ state: 'complete', code: 'ABCDEFGHJK' })
    expect(entry.corrected.map(pair => pair.read)).toEqual(['A', 'B', 'K'])
    expect(readEntry('ÉBCDE').corrected).toEqual([{ typed: 'É', read: 'E' }])
    reached('1.1/L')
  })
})

describe('what cannot be a code is reported before any request', () => {
  test('a character that no code contains is named, and kept for the player to see [1.1/M 1.1/N]', () => {
    expect(readEntry('ABCDE-FGH0O')).toMatchObject({ state: 'foreign', foreign: ['0', 'O'], text: 'ABCDE-FGH0O' })
    expect(readEntry('ABC@')).toMatchObject({ state: 'foreign', foreign: ['@'] })
    reached('1.1/M', '1.1/N')
  })

  test('look-alikes are proposed, never chosen for the player [1.1/N]', () => {
    for (const symbol of ['0', 'O', '1', 'I', 'L']) {
      expect(candidatesFor(symbol).length).toBeGreaterThan(1)
      for (const candidate of candidatesFor(symbol)) expect(readEntry(candidate).state).toBe('short')
    }
    expect(candidatesFor('@')).toEqual([])
    expect(replaceFirst(readEntry('ABCDEFGH0K'), '0', 'D')).toBe('ABCDE-FGHDK')
    reached('1.1/N')
  })

  test('too few and too many are counted [1.1/M 1.1/N]', () => {
    expect(readEntry('ABCDE-FGH')).toMatchObject({ state: 'short', missing: 2 })
    expect(readEntry('ABCDE-FGHJK-MN')).toMatchObject({ state: 'long', excess: 2 })
    expect(readEntry(' - ')).toMatchObject({ state: 'empty', text: '' })
    reached('1.1/M', '1.1/N')
  })

  test('a pasted page of text is cut to a short entry [1.1/L]', () => {
    expect(readEntry('A'.repeat(5000)).text.length).toBeLessThan(50)
    reached('1.1/L')
  })
})

describe('the caret stays behind what was typed', () => {
  test('when the dash appears', () => {
    expect(caretIn('ABCDE-F', 'ABCDEF', false)).toBe(7)
    expect(caretIn('ABCDE', 'ABCDE', false)).toBe(5)
  })

  test('when a character is put in or taken out in the middle', () => {
    expect(caretIn('ABXCD-EFGHJ', 'ABX', false)).toBe(3)
    expect(caretIn('ABCDE-FGHJK', 'ABCDE', true)).toBe(5)
    expect(caretIn('ABCDE-FGHJK', 'ABCDE', false)).toBe(6)
  })
})
