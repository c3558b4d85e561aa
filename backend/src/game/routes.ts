import { readCode } from '@tiptop/contract/code-reading.ts'
import { myTickets, playAnswer, playRequest } from '@tiptop/contract/game.ts'
import { pageRequest } from '@tiptop/contract/page.ts'
import { problem } from '@tiptop/contract/problem.ts'
import { inclusionProof } from '@tiptop/contract/proof.ts'
import { parseTicketCode } from '@tiptop/contract/ticket-code.ts'
import { z } from 'zod'
import type { App } from '../http/http-app.ts'
import { Refusal } from '../refusal.ts'
import { signedIn } from '../sessions/session.ts'
import { openProofs } from '../tickets/proof/read-proof.ts'
import type { Tools } from '../tools.ts'
import { openGame } from './play-ticket.ts'
import { listPlayerTickets, mayStaffPlay } from './queries.ts'

export async function gameRoutes(app: App, tools: Tools) {
  const playTicket = openGame(tools)
  const readProof = openProofs({ db: tools.db, pepper: tools.config.tickets.pepper })

  const playSchema = {
    tags: ['game'],
    body: playRequest,
    response: { 200: playAnswer, 201: playAnswer, '4xx': problem, '5xx': problem },
  }
  app.post('/plays', { config: { ownTurns: true }, schema: playSchema }, async (request, reply) => {
    const { userId, role, mayPlay } = signedIn(request)
    if (!mayPlay) throw new Refusal('profile-incomplete')
    if (role !== 'player' && !(await mayStaffPlay(tools.db, tools.config.contest)))
      throw new Refusal('staff-may-not-play')
    // A text that can be read in two ways is refused: trying one of them would be a guess that counts.
    const { code } = readCode(request.body.code)
    if (!code) throw new Refusal('invalid-code-format')
    const { play, again } = await playTicket({ code, playerId: userId, role, address: request.ip })
    return reply.status(again ? 200 : 201).send(play)
  })

  const listSchema = { tags: ['game'], querystring: pageRequest, response: { 200: myTickets } }
  app.get('/me/tickets', { schema: listSchema }, request => {
    const { userId } = signedIn(request)
    const { cursor, limit } = request.query
    return listPlayerTickets(tools.db, { playerId: userId, cursor, limit, now: tools.now() })
  })

  const proofSchema = {
    tags: ['game'],
    params: z.object({ code: z.string() }),
    response: { 200: inclusionProof, '4xx': problem },
  }
  app.get('/me/tickets/:code/proof', { schema: proofSchema }, request => {
    const { userId } = signedIn(request)
    const code = parseTicketCode(request.params.code)
    if (!code) throw new Refusal('invalid-code-format')
    return readProof({ code, playerId: userId })
  })
}
