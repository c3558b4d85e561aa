import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { atTheEnd } from '../../test/at-the-end.ts'
import { freshDatabase } from '../../test/database.ts'
import { openDatabase } from '../database/database.ts'
import { openPool } from '../database/pool.ts'

const db = openDatabase(openPool({ url: await freshDatabase(), connections: 1 }))
atTheEnd(() => db.destroy())

type Person = { firstName: string; lastName: string }

/** Those of the texts that do not find this person. */
async function missing({ firstName, lastName }: Person, texts: string[]): Promise<string[]> {
  const { rows } = await sql<{ typed: string }>`
    select typed from unnest(${texts}::text[]) as typed
    where (name_vector(${firstName}, ${lastName}) @@ name_query(typed)) is not true`.execute(db)
  return rows.map(({ typed }) => typed)
}

const finds = async (person: Person, typed: string) => !(await missing(person, [typed])).length
const named = (lastName: string): Person => ({ firstName: 'Jeanne', lastName })

test.each([
  ['D´Orval-Aigu', "d'orval-aigu", 'D’ORVAL AIGU', 'aigu orval'],
  ['D′Prime', "D'Prime", 'D′PRIME', 'prime'],
  ['Jean–Endash', 'jean-endash', 'JEAN ENDASH', 'endash'],
  ['Jean‑Insecable', 'jean-insécable', 'INSECABLE'],
  ['Marie (Mimi)', 'mimi', 'MARIE MIMI', '(mimi)'],
  ['Jo/Slash', 'jo slash', 'SLASH'],
  ['Tour·Milieu', 'tour milieu', 'TOUR-MILIEU', 'milieu'],
  ['Lecœur', 'LECOEUR', 'lecœur', 'LECŒUR'],
  ['LECOEUR', 'Lecœur'],
  ['Strauß', 'STRAUSS', 'STRAUẞ', 'strauss'],
  ['STRAUSS', 'Strauß'],
  ['Sørensen', 'Sorensen', 'SØRENSEN'],
  ['Łęcki', 'Lecki', 'ŁĘCKI', 'lęcki'],
  ['Oʼmodifier', "O'modifier", 'o’modifier', 'MODIFIER'],
  ["O'modifier", 'Oʼmodifier'],
  ['Ægir Þórsson Guðrún', 'AEGIR THORSSON GUDRUN'],
  ['Işık İnci', 'isik inci', 'IŞIK İNCİ'],
  ['Müller', 'MUELLER', 'mueller', 'MULLER', 'muel'],
  ['Mueller', 'MUELLER'],
  ['Björn Schäfer-Groß', 'BJOERN SCHAEFER GROSS', 'schaefer bjorn'],
  ['ﬁn', 'FIN'],
  ['Οδυσσέας', 'ΟΔΥΣ', 'οδυσσεας'],
  ['Ёлкин', 'ЕЛКИН', 'ёлк'],
  ['مُحَمَّد', 'محمد', 'محمـد'],
  ['רִבְקָה', 'רבקה'],
  ['王小明', '小明王', '王', '小'],
  ['김민수', '김', '민수'],
])('%s is found however it is typed', async (lastName, ...texts) => {
  const all = [lastName, ...texts]
  expect(await missing(named(lastName), [...all, ...all.map(text => `jeanne ${text}`)])).toEqual([])
})

test('an E is left out only after A, O and U, and before another letter', async () => {
  for (const [lastName, typed] of [
    ['Pter', 'Peter'],
    ['Nol', 'Noe'],
    ['Muler', 'Mueller'],
  ] as const)
    expect(await finds(named(lastName), typed), typed).toBe(false)
})

test('a name that is typed without a space between its parts is found in scripts that have none', async () => {
  expect(await missing({ firstName: '小明', lastName: '王' }, ['王小明', '王 小明'])).toEqual([])
})

const SCRIPTS = [
  'abcdefghijklmnopqrstuvwxyzàâäãåāąçćčđďéèêëęěğîïíıłñńňôöòõőøœæþðřšśşßťțûüùúůýÿžźż',
  'αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ',
  'абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўђћџ',
  'աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև',
  'אבגדהוזחטיכלמנסעפצקרשתםןףץך',
  'ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآؤئةى',
  'अआइईउऊएकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसहकिुेोा',
  'กขคฆงจฉชซญดตถทธนบปผฝพฟภมยรลวศษสหอฮะาเแโ',
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗々𠮷',
  '김이박최정강조윤장임한오서신권황안송류홍',
  'あいうえおかがきぎさざしじただなはばぱまやらわんアイウエオカガー',
]
const SEPARATORS = [' ', '-', "'", '’', '´', '`', '′', '–', '‑', 'ʼ', '·', '/', ' (', ', ', '. ', '+']
/** A word of these letters and vowel signs; a vowel sign alone does not count. */
const wordOf = (letters: string) =>
  fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 8 }).filter(word => /\p{L}/u.test(word))
const words = fc.constantFrom(...SCRIPTS).chain(letters => fc.array(wordOf(letters), { minLength: 2, maxLength: 5 }))
const separators = fc.array(fc.constantFrom(...SEPARATORS), { minLength: 3, maxLength: 3 })
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
const withoutMarks = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC')

test('what was registered is found by itself, in any case, without marks and by each of its words, in any script', async () => {
  await fc.assert(
    fc.asyncProperty(words, separators, async ([first = '', ...rest], signs) => {
      const lastName = rest.map((word, index) => (index ? signs[index - 1] : '') + capital(word)).join('')
      const person = { firstName: capital(first), lastName }
      const typed = [`${person.firstName} ${lastName}`, `${lastName} ${person.firstName}`, lastName, first, ...rest]
      const variants = (text: string) => [
        text,
        text.toUpperCase(),
        text.toLowerCase(),
        withoutMarks(text),
        withoutMarks(text.toUpperCase()),
        text.normalize('NFD'),
      ]
      expect(await missing(person, typed.flatMap(variants))).toEqual([])
    }),
    { numRuns: 100 },
  )
})

const word = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 4 })
const textOf = (letters: string) => fc.array(word(letters), { minLength: 1, maxLength: 3 }).map(list => list.join(' '))

test('a name without accents is found by the beginnings of its words, and by nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(textOf('ab'), textOf('ab'), textOf('ab'), async (firstName, lastName, typed) => {
      const has = `${firstName} ${lastName}`.split(' ')
      const expected = typed.split(' ').every(beginning => has.some(word => word.startsWith(beginning)))
      expect(await finds({ firstName, lastName }, typed)).toBe(expected)
    }),
  )
})

test('names that share no letter do not find each other, whatever marks and cases they have', async () => {
  const [some, others] = ['aàáâäåeéèêëiîïìíłLl', 'cçćčnñńoôöóøœsšśßuüúûzžźż']
  await fc.assert(
    fc.asyncProperty(textOf(some), textOf(some), textOf(others), async (firstName, lastName, typed) => {
      expect(await finds({ firstName, lastName }, typed)).toBe(false)
      expect(await finds({ firstName, lastName }, `${lastName} ${typed}`)).toBe(false)
    }),
  )
})

test('a text without a letter or a digit finds no one, not even a name without one', async () => {
  for (const typed of ['', ' ', '…', "'", '´', '😀', ': * & !'])
    for (const lastName of ['Martin', '😀']) expect(await finds({ firstName: '-', lastName }, typed)).toBe(false)
})
