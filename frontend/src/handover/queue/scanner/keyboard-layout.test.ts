import { expect, test } from 'vitest'
import { sampleCodes } from '../../../../../contract/test/typed-codes.ts'
import { wrongLayouts } from './keyboard-layout.ts'

/** The keys in one order, without and with Shift, as each device types them. */
const keyboards = {
  american: ['1234567890-qwertyuiop]asdfghjkl;zxcvbnm,./', '!@#$%^&*()_QWERTYUIOP}ASDFGHJKL:ZXCVBNM<>?'],
  french: ['&é"\'(-è_çà)azertyuiop$qsdfghjklmwxcvbn,;:!', '1234567890°AZERTYUIOP£QSDFGHJKLMWXCVBN?./§'],
}

/** What a device types when a scanner presses the keys that would type this text on another one. */
function mixedUp(text: string, scanner: keyof typeof keyboards, device: keyof typeof keyboards): string {
  return [...text]
    .map(sign => {
      const shift = keyboards[scanner].findIndex(row => row.includes(sign))
      return keyboards[device][shift]?.[keyboards[scanner][shift]?.indexOf(sign) ?? -1] ?? ''
    })
    .join('')
}

const isTelling = (code: string) => /[\dM]/.test(code)

test.each([
  ['american', 'french'],
  ['french', 'american'],
] as const)('a code from a scanner set to the %s keyboard is recognised on a %s one', (scanner, device) => {
  for (const code of sampleCodes(300).filter(isTelling)) {
    const typed = mixedUp(code, scanner, device)
    expect(wrongLayouts(typed), `${code} ${typed}`).toContainEqual({ scanner, code })
    expect(wrongLayouts(typed).length, typed).toBeLessThanOrEqual(2)
  }
})

test('a web address from such a scanner is recognised as well', () => {
  const address = 'https://www.example.test/jeu'
  expect(mixedUp(address, 'american', 'french')).toMatch(/^httpsM!!/)
  expect(wrongLayouts(mixedUp(address, 'american', 'french'))).toEqual([{ scanner: 'american', code: null }])
  expect(wrongLayouts(mixedUp(address, 'french', 'american'))).toEqual([{ scanner: 'french', code: null }])
})

test('the kind of the symbol that a scanner names first does not hide its mistake', () => {
  expect(wrongLayouts(mixedUp(']Q1W7W2VAGUFB', 'american', 'french'))).toEqual([
    { scanner: 'american', code: 'W7W2VAGUFB' },
  ])
})

test('what people and well-set scanners type is no such mistake', () => {
  for (const code of sampleCodes(300)) expect(wrongLayouts(code)).toEqual([])
  for (const text of ['wèwévagufb', 'Hélène', 'HÉLÈNE D’ORVAL', 'jean@gmail', 'A&B@EXAMPLE.TEST', '', 'Marie (Mimi)'])
    expect(wrongLayouts(text)).toEqual([])
})
