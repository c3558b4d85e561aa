import { readCode } from '@tiptop/contract/code-reading.ts'
import { describe, expect, test } from 'vitest'
import { sampleCodes, waysToType } from '../../../../contract/test/typed-codes.ts'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { type CodeEntry, candidatesFor, editEntry, readEntry, replaceFirst } from './code-entry.ts'

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
    expect(readEntry('ÊBCDE').corrected).toEqual([{ typed: 'Ê', read: 'E' }])
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

/** Types or erases at the caret, as a browser does, and returns what the field holds then. */
function keyboard() {
  let [entry, caret]: [CodeEntry, number] = [readEntry(''), 0]
  const edit = (value: string, place: number, erasing: boolean) => {
    ;({ entry, caret } = editEntry(entry, value, { caret: place, erasing }))
  }
  return {
    type(text: string) {
      for (const key of text) edit(entry.text.slice(0, caret) + key + entry.text.slice(caret), caret + 1, false)
      return this
    },
    erase() {
      edit(entry.text.slice(0, caret - 1) + entry.text.slice(caret), caret - 1, true)
      return this
    },
    paste(text: string) {
      edit(text, text.length, false)
      return this
    },
    at(place: number) {
      caret = place
      return this
    },
    /** the text with a bar for the caret */
    get shows() {
      return `${entry.text.slice(0, caret)}|${entry.text.slice(caret)}`
    },
    get entry() {
      return entry
    },
  }
}

describe('the caret stays behind what was typed', () => {
  test('when the dash appears', () => {
    expect(keyboard().type('abcdef').shows).toBe('ABCDE-F|')
    expect(keyboard().type('abcde').shows).toBe('ABCDE|')
    expect(keyboard().type('abcde-f').shows).toBe('ABCDE-F|')
  })

  test('when a character is put in or taken out in the middle', () => {
    expect(keyboard().type('abcdefghj').at(2).type('x').shows).toBe('ABX|CD-EFGHJ')
    expect(keyboard().type('abcdefghjk').at(7).erase().shows).toBe('ABCDE|-GHJK')
    expect(keyboard().type('abcdfghjk').at(4).type('e').shows).toBe('ABCDE-|FGHJK')
    expect(keyboard().type('abcdefg').erase().erase().erase().shows).toBe('ABCD|')
    expect(keyboard().type('zzzzzzzzzz').paste('k').shows).toBe('K|')
  })
})

describe('a keyboard without Shift types a code as well', () => {
  test.each(waysToType)('a code typed $name, key by key or pasted, is the code that the API would play', way => {
    for (const code of sampleCodes(40)) {
      const pasted = readEntry(way.type(code))
      expect(pasted).toMatchObject(readCode(way.type(code)).code ? { state: 'complete', code } : {})
      const { entry } = keyboard().type(way.type(code))
      expect([entry.state, entry.text, entry.choices]).toEqual([pasted.state, pasted.text, pasted.choices])
    }
  })

  test('a dash is shown until it is known whether it separates or is the key of 6', () => {
    const typing = keyboard().type('ab-cd')
    expect(typing.shows).toBe('AB-CD|')
    expect(typing.type('efghj').entry).toMatchObject({ state: 'complete', text: 'AB6CD-EFGHJ' })
    expect(typing.type('k').entry).toMatchObject({ state: 'complete', text: 'ABCDE-FGHJK' })
    expect(typing.erase().entry).toMatchObject({ state: 'complete', text: 'AB6CD-EFGHJ' })
  })

  test('the dash that the field puts in is never read as 6', () => {
    expect(keyboard().type('abcdefghj').entry).toMatchObject({ state: 'short', missing: 1, choices: [] })
    expect(keyboard().type('abcde-fghj').entry).toMatchObject({ state: 'short', missing: 1, choices: ['ABCDE6FGHJ'] })
  })

  test('two readings are both offered, and neither is a code to send', () => {
    expect(readEntry('WÈWÉVAGUFB')).toMatchObject({
      state: 'unclear',
      text: 'WÈWÉV-AGUFB',
      choices: ['WEWEVAGUFB', 'W7W2VAGUFB'],
    })
  })
})
