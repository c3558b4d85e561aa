import { problem } from '@tiptop/contract/problem.ts'
import { accessChange, roleChange, shopList, userList, userProfile, userSearch } from '@tiptop/contract/users.ts'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { openedIdentityKey } from '../accounts/account-limits.ts'
import { sendNotice } from '../accounts/notices/send-notice.ts'
import { recordReading } from '../audit/record-reading.ts'
import type { Db } from '../database/database.ts'
import type { App } from '../http/http-app.ts'
import { Refusal } from '../refusal.ts'
import { needsConfirmation, needsRole, type Session } from '../sessions/session.ts'
import { listShops } from '../shops/queries.ts'
import type { Tools } from '../tools.ts'
import { changeAccess } from './change-access.ts'
import { changeRole } from './change-role.ts'
import { findUser, listUsers } from './queries.ts'

const tags = ['administration']
const params = z.object({ id: z.coerce.number().pipe(z.int32()) })
const response = { 200: userProfile, '4xx': problem, '5xx': problem }

export async function userRoutes(app: App, tools: Tools) {
  const { db } = tools
  // The role is checked before the request is validated.
  app.addHook('preValidation', async request => void needsRole(request, 'admin'))

  const listResponse = { 200: userList, '4xx': problem, '5xx': problem }
  app.get('/admin/users', { schema: { tags, querystring: userSearch, response: listResponse } }, request =>
    tools.replica.read(needsRole(request, 'admin').userId, db => listUsers(db, request.query)),
  )

  app.get('/admin/users/:id', { schema: { tags, params, response } }, async request => {
    const { userId: actorId } = needsRole(request, 'admin')
    const limited = [openedIdentityKey(actorId)]
    await tools.attempts.refuseWhileBlocked(limited)
    const profile = await profileFor(db, actorId, request.params.id)
    const subjectId = profile.id
    const reading = { kind: 'profile-opened', at: tools.now(), actorId, subjectId } as const
    if (subjectId !== actorId && (await recordReading(db, reading))) await tools.attempts.count(limited)
    return profile
  })

  app.patch('/admin/users/:id/role', { schema: { tags, params, body: roleChange, response } }, async request => {
    const { userId: by } = confirmedAdmin(request, tools.now())
    const { params, body: change } = request
    const notice = { kind: 'role-changed', role: change.role } as const
    if (await changeRole(tools, { userId: params.id, by, change }))
      app.background.run('role notice', () => sendNotice(tools, params.id, notice))
    return profileFor(db, by, request.params.id)
  })

  app.patch('/admin/users/:id/access', { schema: { tags, params, body: accessChange, response } }, async request => {
    const { userId: by } = confirmedAdmin(request, tools.now())
    await changeAccess(tools, { userId: request.params.id, by, change: request.body })
    return profileFor(db, by, request.params.id)
  })

  app.get('/admin/shops', { schema: { tags, response: { 200: shopList, '4xx': problem } } }, async () => ({
    items: await listShops(db),
  }))
}

async function profileFor(db: Db, askedBy: number, userId: number) {
  const user = await findUser(db, userId, askedBy)
  if (!user) throw new Refusal('not-found')
  return user
}

function confirmedAdmin(request: FastifyRequest, now: Date): Session {
  const session = needsRole(request, 'admin')
  needsConfirmation(session, now)
  return session
}
