import { Readable } from 'node:stream'
import { drawFile, grandDraw, ownPlace } from '@tiptop/contract/grand-draw.ts'
import { problem } from '@tiptop/contract/problem.ts'
import type { App } from '../http/http-app.ts'
import { sendFile } from '../http/send-file.ts'
import { signedIn } from '../sessions/session.ts'
import type { Tools } from '../tools.ts'
import { readEntries } from './list/entries-file.ts'
import { findOwnPlace } from './list/own-place.ts'
import { readDrawFile, readGrandDraw } from './result/read-draw.ts'

const tags = ['grand draw']
const refused = { '4xx': problem, '5xx': problem }

/** What everybody may know of the grand draw, with the files from which anyone can compute it again. */
export async function publicDrawRoutes(app: App, tools: Tools) {
  app.get('/grand-draw', { schema: { tags, response: { 200: grandDraw, ...refused } } }, () => readGrandDraw(tools))

  app.get('/grand-draw/draw.json', { schema: { tags, response: { 200: drawFile, ...refused } } }, (_request, reply) => {
    reply.header('content-disposition', 'attachment; filename="draw.json"')
    return readDrawFile(tools)
  })

  app.get(
    '/grand-draw/entries.txt',
    { schema: { tags, produces: ['text/plain'], response: refused }, exposeHeadRoute: false },
    async (_request, reply) => {
      const lines = await readEntries(tools)
      return sendFile(reply, 'entries.txt', 'text/plain; charset=utf-8', Readable.from(lines, { objectMode: false }))
    },
  )

  app.get('/me/draw', { schema: { tags, response: { 200: ownPlace, ...refused } } }, request =>
    findOwnPlace(tools, signedIn(request).userId),
  )
}
