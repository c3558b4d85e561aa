import { join } from 'node:path'
import { openSiteServer } from './site-server.ts'

/* Serves the built site where there is no nginx: `npm start` and the journeys. */
const { HOST = '127.0.0.1', PORT = '3000', API_INTERNAL_URL: api = 'http://localhost:4000' } = process.env
const folder = process.env.SITE_FOLDER || join(import.meta.dirname, '..', 'dist')
const server = await openSiteServer({ folder, api })
await server.listen({ host: HOST, port: Number(PORT) })
