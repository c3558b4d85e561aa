import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type Load, type Report, startLoad } from './load.ts'
import type { Server } from './server.ts'

/** A few visitors of the site and of the API, over TLS through nginx, until they are stopped. */
export async function startVisits(server: Server): Promise<Load> {
  const { home, settings } = await server.target()
  return startLoad({
    web: settings.NEXT_PUBLIC_WEB_URL,
    api: settings.NEXT_PUBLIC_API_URL,
    through: { host: '127.0.0.1', port: settings.HTTPS_PORT },
    ca: await readFile(join(home.tls, 'fullchain.pem'), 'utf8'),
    visitors: { http1: 2, http2: 1 },
    restMs: 60,
  })
}

/** A few visitors who are there while something happens. */
export async function visited<T>(server: Server, happening: () => Promise<T>): Promise<{ value: T; report: Report }> {
  const load = await startVisits(server)
  try {
    const value = await happening()
    return { value, report: await load.stop() }
  } finally {
    await load.stop()
  }
}

/** Each of them was answered well, all the time. */
export function expectNobodyTurnedAway(report: Report): void {
  expect(report.firstFailures).toEqual([])
  expect(report.failed).toBe(0)
  expect(report.total).toBeGreaterThan(5)
}
