import { finished } from 'node:stream'
import {
  EXPORT_BYTES_HEADER,
  EXPORT_ROWS_HEADER,
  type ExportFormat,
  type ExportName,
  exportFilters,
  exportFormat,
} from '@tiptop/contract/exports.ts'
import { problem } from '@tiptop/contract/problem.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../http/http-app.ts'
import { needsConfirmation, needsRole } from '../sessions/session.ts'
import { dayOf } from '../time-in-france.ts'
import type { Tools } from '../tools.ts'
import { type ExportFilter, exportable } from './contents/contents.ts'
import { makeExport } from './make-export.ts'
import { type ExportConnection, openCopies } from './rows/copy-rows.ts'

/** A reader who takes no byte for this long has gone, or would never finish. */
const STALLED_MS = 60_000

const types: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

export async function exportRoutes(app: App, tools: Tools) {
  const openConnection = openCopies(tools.config.database)
  // The role is checked before the request is validated.
  app.addHook('preValidation', async request => needsConfirmation(needsRole(request, 'admin'), tools.now()))

  for (const name of Object.keys(exportFilters) as ExportName[])
    for (const format of exportFormat.options) {
      const schema = {
        tags: ['exports'],
        produces: [types[format]],
        querystring: exportFilters[name],
        response: { '4xx': problem, '5xx': problem },
      }
      // A HEAD would make the file for nothing.
      app.get(`/admin/exports/${name}.${format}`, { schema, exposeHeadRoute: false }, async (request, reply) => {
        const connection = await openConnection()
        return sendExport(tools, connection, { name, format }, request, reply)
      })
    }
}

async function sendExport<Name extends ExportName>(
  tools: Tools,
  connection: ExportConnection,
  { name, format }: { name: Name; format: ExportFormat },
  request: FastifyRequest,
  reply: FastifyReply,
) {
  // Whether the answer ends as a file, as an error or because its reader leaves, the work in the database ends with it.
  finished(reply.raw, connection.close)
  reply.raw.setTimeout(STALLED_MS, () => reply.raw.destroy())
  const { userId } = needsRole(request, 'admin')
  const filter = request.query as ExportFilter<Name>
  const { body, rows, bytes } = await makeExport(tools, connection, { name, format, filter, by: userId })
  const fileName = `${tools.config.contest}-${exportable[name].title.toLowerCase()}-${dayOf(tools.now())}.${format}`
  return reply
    .header(EXPORT_ROWS_HEADER, rows)
    .header(EXPORT_BYTES_HEADER, bytes)
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .type(types[format])
    .send(body)
}
