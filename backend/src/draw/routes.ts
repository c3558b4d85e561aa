import {
  drawRequest,
  drawState,
  freezeRequest,
  grandPrizeClaim,
  moveUpRequest,
  winnerIdentity,
} from '@tiptop/contract/grand-draw.ts'
import { problem } from '@tiptop/contract/problem.ts'
import type { App } from '../http/http-app.ts'
import { sendFile } from '../http/send-file.ts'
import type { Tools } from '../tools.ts'
import { sendDrawLetters } from './letters/send-letters.ts'
import { writeMinutes } from './minutes/write-minutes.ts'
import { admitToDraw, drawPersonOf } from './person.ts'
import { openWinner } from './result/open-winner.ts'
import { readDrawState } from './result/read-draw.ts'
import { claimGrandPrize, moveUp } from './result/settle-turn.ts'
import { confirmDraw } from './steps/confirm-draw.ts'
import { confirmFreeze } from './steps/confirm-freeze.ts'

const tags = ['grand draw']
const refused = { '4xx': problem, '5xx': problem }
const response = { 200: drawState, ...refused }
const asking = { config: { automatic: true }, schema: { tags, response } }

/** The grand draw, for the bailiff and administrators. */
export async function drawRoutes(app: App, tools: Tools) {
  // The role is checked before the request is validated.
  app.addHook('preValidation', async request => admitToDraw(request, tools.now()))
  const sendLetters = () => app.background.run('mail: grand draw', async () => void (await sendDrawLetters(tools)))

  app.get('/draw', asking, request => readDrawState(tools, drawPersonOf(request)))

  app.post('/draw/freeze', { schema: { tags, body: freezeRequest, response } }, async request => {
    const person = drawPersonOf(request)
    await confirmFreeze(tools, person)
    return readDrawState(tools, person)
  })

  app.post('/draw/draw', { schema: { tags, body: drawRequest, response } }, async request => {
    const person = drawPersonOf(request)
    if (await confirmDraw(tools, person, request.body)) sendLetters()
    return readDrawState(tools, person)
  })

  app.get('/draw/winner', { schema: { tags, response: { 200: winnerIdentity, ...refused } } }, request =>
    openWinner(tools, drawPersonOf(request)),
  )

  app.post('/draw/claim', { schema: { tags, body: grandPrizeClaim, response } }, async request => {
    const person = drawPersonOf(request)
    await claimGrandPrize(tools, person, request.body.rank)
    return readDrawState(tools, person)
  })

  app.post('/draw/next', { schema: { tags, body: moveUpRequest, response } }, async request => {
    const person = drawPersonOf(request)
    await moveUp(tools, person, request.body)
    sendLetters()
    return readDrawState(tools, person)
  })

  app.get(
    '/draw/minutes.pdf',
    { schema: { tags, produces: ['application/pdf'], response: refused } },
    async (request, reply) => {
      const minutes = await writeMinutes(tools, drawPersonOf(request))
      return sendFile(reply, 'proces-verbal-tirage.pdf', 'application/pdf', minutes)
    },
  )
}
