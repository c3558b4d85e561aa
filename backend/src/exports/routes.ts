import { finished } from 'node:stream'
import {
  EXPORT_BYTES_HEADER,
  EXPORT_LAG_HEADER,
  EXPORT_ROWS_HEADER,
  type ExportFormat,
  type ExportName,
  exportFilters,
  exportFormat,
} from '@tiptop/contract/exports.ts'
import { problem } from '@tiptop/contract/problem.ts'
import type { FastifyReply } from 'fastify'
import type { App } from '../http/http-app.ts'
import { Refusal } from '../refusal.ts'
import type { Admit } from '../replica/admission.ts'
import { secondsSince } from '../replica/replica.ts'
import { needsConfirmation, needsRole } from '../sessions/session.ts'
import { dayOf } from '../time-in-france.ts'
import type { Tools } from '../tools.ts'
import { type ExportFilter, exportable } from './contents/contents.ts'
import { type ExportRequest, makeExport } from './make-export.ts'
import { openCopies } from './rows/copy-rows.ts'

/** A reader who takes no byte for this long has gone, or would never finish. */
const STALLED_MS = 60_000

const types: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

export async function exportRoutes(app: App, tools: Tools) {
  const open = openCopies()
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
        const filter = request.query as ExportFilter<typeof name>
        const { userId: by } = needsRole(request, 'admin')
        const file = await openExport(tools, open, { name, format, filter, by }, reply)
        return sendExport(tools, file, { name, format }, reply)
      })
    }
}

/** Makes the file on the replica if it may answer, see {@link Replica.prefer}. */
function openExport<Name extends ExportName>(
  tools: Tools,
  open: ReturnType<typeof openCopies>,
  asked: ExportRequest<Name>,
  reply: FastifyReply,
) {
  reply.raw.setTimeout(STALLED_MS, () => reply.raw.destroy())
  const make = async (url: string, admit?: Admit) => {
    const connection = await open(url)
    // Whether the answer ends as a file, as an error or because its reader leaves, the work in the database ends with it.
    finished(reply.raw, connection.close)
    try {
      const asOf = await admit?.(connection.db)
      return { ...(await makeExport(tools, connection, asked)), asOf }
    } catch (error) {
      connection.close()
      // A reader who has left is no reason to begin again on the primary.
      throw reply.raw.destroyed ? new Refusal('service-unavailable') : error
    }
  }
  return tools.replica.prefer(asked.by, make, () => make(tools.config.database.url))
}

async function sendExport(
  { config, now }: Tools,
  { body, rows, bytes, asOf }: Awaited<ReturnType<typeof openExport>>,
  { name, format }: { name: ExportName; format: ExportFormat },
  reply: FastifyReply,
) {
  const fileName = `${config.contest}-${exportable[name].title.toLowerCase()}-${dayOf(now())}.${format}`
  if (asOf) reply.header(EXPORT_LAG_HEADER, secondsSince(asOf, now()))
  return reply
    .header(EXPORT_ROWS_HEADER, rows)
    .header(EXPORT_BYTES_HEADER, bytes)
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .type(types[format])
    .send(body)
}
