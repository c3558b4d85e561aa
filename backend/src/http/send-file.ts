import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** Answers with a file that the browser saves under this name. */
export function sendFile(reply: FastifyReply, name: string, type: string, body: Buffer | Readable): FastifyReply {
  return reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(body)
}
