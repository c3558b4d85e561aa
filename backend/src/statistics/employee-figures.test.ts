import type { Statistics } from '@tiptop/contract/statistics.ts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { DECLARED, startCounter } from '../../test/counter.ts'
import { foldCounts } from './fold-counts.ts'

const counter = await startCounter()
const { tools } = counter.backend
const admin = await counter.admin()

test('handovers stand in the statistics by employee and shop, undone ones do not, and unusual ones are marked', async () => {
  expect(await figures()).toEqual([])
  const [quick, slow, moved] = [
    await counter.employee({ lastName: 'Vite' }),
    await counter.employee({ lastName: 'Lent' }),
    await counter.employee({ lastName: 'Mobile' }),
  ]
  const handOver = async (who: typeof quick) => {
    const { url } = await counter.played()
    expect((await who.post(`${url}/claim`, DECLARED)).status).toBe(200)
    return url
  }
  for (let n = 0; n < 21; n++) await handOver(quick)
  for (let n = 0; n < 2; n++) await handOver(slow)
  await handOver(moved)
  await sql`update users set shop_id = ${counter.shops.lyon} where id = ${moved.userId}`.execute(tools.owner)
  await handOver(moved)
  await slow.post(`${await handOver(slow)}/undo`, { reason: 'Par erreur' })

  const read = async () =>
    (await figures()).map(({ employee, shop, handovers, unusual }) => [employee.name, shop.slug, handovers, unusual])
  const expected = [
    ['Sacha Vite', 'nice', 21, true],
    ['Sacha Lent', 'nice', 2, false],
    ['Sacha Mobile', 'nice', 1, false],
    ['Sacha Mobile', 'lyon', 1, false],
  ]
  expect(await read()).toEqual(expected)
  await foldCounts(tools)
  expect(await read()).toEqual(expected)
  expect(await figures('?from=2020-01-01&to=2020-01-02')).toEqual([])
})

async function figures(period = ''): Promise<Statistics['perEmployee']> {
  return (await admin.get(`/admin/statistics${period}`)).body.perEmployee
}
