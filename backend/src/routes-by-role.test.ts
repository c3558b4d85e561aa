import type { Role } from '@tiptop/contract/accounts.ts'
import { expect, test } from 'vitest'
import { ORIGIN, startBackend } from '../test/backend.ts'
import { signedInClient } from '../test/make.ts'

/** The roles that routes with this prefix need. Every other route is for any account, or for visitors too. */
const NEEDED: [prefix: string, roles: Role[]][] = [
  ['/handover/', ['employee', 'admin']],
  ['/gate/employee', ['employee', 'admin']],
  ['/me/second-factor', ['employee', 'admin', 'bailiff']],
  ['/admin/', ['admin']],
  ['/gate/admin', ['admin']],
  ['/bailiff/', ['bailiff']],
  ['/draw', ['bailiff', 'admin']],
  ['/gate/bailiff', ['bailiff']],
  ['/draw', ['bailiff', 'admin']],
]

const backend = await startBackend()
const admin = await signedInClient(backend, { role: 'admin' })
const { paths } = (await admin.get('/docs/json')).body as { paths: Record<string, object> }
const routes = Object.entries(paths)
  .filter(([path]) => !['/auth/logout', '/me/sessions'].includes(path))
  .flatMap(([path, methods]) => Object.keys(methods).map(method => ({ method: method.toUpperCase(), path })))

test.each(['player', 'employee', 'admin', 'bailiff'] as const)(
  'each route of the API answers the role %s, or refuses it before it looks at the request',
  async role => {
    const client = await signedInClient(backend, { role })
    for (const { method, path } of routes) {
      const answer = await backend.app.inject({
        method: method as 'GET',
        url: path.replace(/\{\w+\}/g, 'x'),
        headers: { host: new URL(ORIGIN).host, origin: ORIGIN },
        cookies: Object.fromEntries(client.cookies),
      })
      const [, roles] = NEEDED.find(([prefix]) => path.startsWith(prefix)) ?? []
      const isRefused = String(answer.headers['content-type']).includes('json') && answer.json()?.code === 'role-needed'
      expect({ route: `${method} ${path}`, isRefused }).toEqual({
        route: `${method} ${path}`,
        isRefused: roles ? !roles.includes(role) : false,
      })
    }
  },
)
