/** Ways in which people and scanners type a code, for the tests of everything that reads one. */

const pcKeys: Record<string, string> = { 2: 'é', 3: '"', 4: "'", 5: '(', 6: '-', 7: 'è', 8: '_', 9: 'ç' }
const appleKeys = { ...pcKeys, 6: '§', 8: '!' }
const lockedKeys = { ...pcKeys, 2: 'É', 7: 'È', 9: 'Ç' }

const grouped = (code: string) => `${code.slice(0, 5)}-${code.slice(5)}`
const keyed = (code: string, keys: Record<string, string>) => [...code].map(symbol => keys[symbol] ?? symbol).join('')
const eachGroup = (code: string, type: (group: string) => string) => `${type(code.slice(0, 5))}-${type(code.slice(5))}`

/** How each way types a code. `mayAsk`: some codes typed so can be read in two ways, so that the person must choose. */
export const waysToType: { name: string; type(code: string): string; mayAsk?: true }[] = [
  { name: 'as printed', type: grouped },
  { name: 'without the dash, in lower case', type: code => code.toLowerCase() },
  { name: 'with spaces around the dash', type: code => grouped(code).replace('-', ' - ') },
  { name: 'with a dash between all symbols', type: code => [...code].join('-') },
  { name: 'with underscores and dots', type: code => `${code.slice(0, 3)}_${code.slice(3, 6)}.${code.slice(6)}` },
  { name: 'between quotation marks', type: code => `"${grouped(code)}"` },
  { name: 'by a scanner that names the kind of the symbol', type: code => `]Q1${code}` },
  { name: 'on a French keyboard without Shift', type: code => keyed(code.toLowerCase(), pcKeys), mayAsk: true },
  {
    name: 'on a French keyboard without Shift, the dash too',
    type: code => eachGroup(code, group => keyed(group.toLowerCase(), pcKeys)),
  },
  { name: 'on Apple’s French keyboard without Shift', type: code => keyed(code.toLowerCase(), appleKeys) },
  { name: 'on a French keyboard with Caps Lock', type: code => keyed(code, lockedKeys), mayAsk: true },
]

/** Returns `count` codes, always the same ones; the first hold the symbols that other ways of typing change. */
export function sampleCodes(count: number): string[] {
  const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
  let seed = 20_261_130
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  const drawn = () => Array.from({ length: 10 }, () => alphabet[next(alphabet.length)]).join('')
  const telling = [
    'W7W2VAGUFB',
    '6ABCDEFGHJ',
    'ABCDE6FGHJ',
    'ABCD6EFGHJ',
    'ABCDEFGHJ6',
    '6A66B66C66',
    '8A8B8C8D8E',
    'A6C8E6G8J6',
  ]
  return [...telling, ...Array.from({ length: count }, drawn)].slice(0, count)
}
