import pg from 'pg'
import { openDatabase } from '../src/database/database.ts'
import { openPool } from '../src/database/pool.ts'
import { confirmDraw } from '../src/draw/steps/confirm-draw.ts'
import { confirmFreeze } from '../src/draw/steps/confirm-freeze.ts'

/*
 * Confirms a step of the grand draw as a process of its own, which kills itself before its nth statement that writes,
 * the commit among them. It prints how many there were if it comes to its end.
 */

const { config, person, number, at, killBefore } = JSON.parse(process.argv[2] ?? '')

let writes = 0
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const text = typeof args[0] === 'string' ? args[0] : ''
  if (/^\s*(insert|commit)/i.test(text) && ++writes === killBefore) process.kill(process.pid, 'SIGKILL')
  return query.apply(this, args)
} as never

const db = openDatabase(openPool(config.database, 1))
const tools = { db, config, now: () => new Date(at) }
if (number) await confirmDraw(tools, person, { after: 0, number })
else await confirmFreeze(tools, person)
console.log(writes)
await db.destroy()
