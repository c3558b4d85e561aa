import { contest } from '@tiptop/contract/contest.ts'
import type { App } from '../http/http-app.ts'
import { Refusal } from '../refusal.ts'
import type { Tools } from '../tools.ts'
import { findContest } from './queries.ts'

export async function contestRoutes(app: App, { db, config, now }: Tools) {
  app.get('/contest', { schema: { tags: ['contest'], response: { 200: contest } } }, async () => {
    const found = await findContest(db, config.contest, now())
    if (!found) throw new Refusal('not-found')
    return found
  })
}
