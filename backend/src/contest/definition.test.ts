import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder, theTipTop } from '../../test/generation.ts'
import { readDefinition } from './definition.ts'
import { addDays, scheduleOf } from './schedule.ts'

const folder = await scratchFolder()
const definition = await theTipTop()

async function written(content: string): Promise<string> {
  const file = join(folder, 'contest.json')
  await writeFile(file, content)
  return file
}

test('the shipped contest says in both languages what can be won', () => {
  expect(definition.prizes.map(({ slug }) => slug)).toEqual([
    'infuseur',
    'the-detox',
    'the-signature',
    'coffret-39',
    'coffret-69',
  ])
  expect(definition.prizes.map(({ valueCents }) => valueCents)).toEqual([null, null, null, 3_900, 6_900])
  expect(definition.grandPrize.valueCents).toBe(36_000)
})

test('receipts are handed out for 30 days, codes played and prizes claimed for 60', () => {
  const opensAt = new Date('2027-01-04T08:00:00Z')
  expect(scheduleOf(definition, opensAt)).toEqual({
    opensAt,
    receiptsUntil: new Date('2027-02-03T08:00:00Z'),
    playsUntil: new Date('2027-03-05T08:00:00Z'),
    claimsUntil: new Date('2027-03-05T08:00:00Z'),
  })
})

test('a day later is the same time of day in France, also when the clocks change', () => {
  expect(addDays(new Date('2027-03-27T08:00:00Z'), 1)).toEqual(new Date('2027-03-28T07:00:00Z'))
  expect(addDays(new Date('2027-10-30T07:00:00Z'), 1)).toEqual(new Date('2027-10-31T08:00:00Z'))
})

test('dates out of order are refused', () => {
  const late = { ...definition, playsUntil: { daysAfterOpening: 20 } }
  expect(() => scheduleOf(late, new Date())).toThrow('ne se suivent pas')
})

test('a faulty definition is refused with the place of each fault', async () => {
  const [first, second, ...others] = definition.prizes
  const faulty = {
    ...definition,
    slug: 'Thé',
    prizes: [{ ...first, quota: 5 }, { ...second, percent: 20.123456 }, ...others],
  }
  const refused = readDefinition(await written(JSON.stringify(faulty)))
  await expect(refused).rejects.toThrow('slug : lettres minuscules')
  await expect(refused).rejects.toThrow('prizes.0 : soit percent, soit quota')
  await expect(refused).rejects.toThrow('prizes.1.percent : quatre décimales au plus')
})

test('two prizes of one name, a misspelt field, no JSON and no file are refused', async () => {
  const [first] = definition.prizes
  const twice = { ...definition, prizes: [first, first] }
  await expect(readDefinition(await written(JSON.stringify(twice)))).rejects.toThrow('deux lots ont le même slug')
  const misspelt = { ...definition, openAt: '2027-01-04T09:00:00+01:00' }
  await expect(readDefinition(await written(JSON.stringify(misspelt)))).rejects.toThrow('openAt')
  await expect(readDefinition(await written('{'))).rejects.toThrow('n’est pas du JSON')
  await expect(readDefinition(join(folder, 'absent.json'))).rejects.toThrow('ne peut pas être lue')
})
