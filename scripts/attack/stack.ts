import { startEnvironment } from '../../frontend/e2e/environment.ts'
import { freePort } from '../embedded-postgres.ts'
import { openServerDoor, SITE } from '../nginx/server-door.ts'
import type { Children } from '../process/children.ts'
import { buildSite, siteFolder } from '../start/site.ts'

/** As `htpasswd -nB` writes it for {@link CONTROL_PASSWORD}. */
const KEYS = 'astreinte:$2y$04$5oDqQJ/kTfNxvwmMXz3LDewRrBZ3f27yIfZiG85jiBGJTqYSFyIba\n'
export const CONTROL_PASSWORD = 'essai-de-salle'

export type Stack = Awaited<ReturnType<typeof openStack>>

/**
 * Starts the whole platform on this machine behind the nginx of a server, with TLS: PostgreSQL, the backend, the site,
 * and stand-ins for the providers and the mail server. Adds to `undo` what stops each part.
 */
export async function openStack(children: Children, undo: (() => Promise<unknown>)[]) {
  const [apiPort, webPort] = await Promise.all([freePort(), freePort()])
  const [webUrl, apiUrl] = [`https://${SITE}`, `https://api.${SITE}`]
  const site = { apiUrl, webUrl, distDir: 'dist-attack' }
  await buildSite(children, site, () => {})
  const addresses = { apiPort, webPort, apiUrl, webUrl }
  const { deskUrl } = await startEnvironment({ children, addresses, siteFolder: siteFolder(site) }, undo)
  const door = await openServerDoor({ backend: apiPort, frontend: webPort, controlPassword: KEYS })
  undo.push(door.stop)
  const atDesk = async (order: string) => (await fetch(deskUrl + order, { method: 'POST' })).json()
  return {
    https: door.https,
    http: door.http,
    /** an unplayed code, given once */
    newCode: () => atDesk('/code') as Promise<string>,
    giveRole: (email: string, role: string, shop: string) =>
      atDesk(`/staff?${new URLSearchParams({ email, role, shop })}`) as Promise<null>,
  }
}
