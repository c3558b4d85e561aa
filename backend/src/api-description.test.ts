import { expect, test } from 'vitest'
import { startBackend } from '../test/backend.ts'
import { Client } from '../test/client.ts'
import { signedInClient } from '../test/make.ts'

type Operation = {
  tags?: string[]
  parameters?: { in: string; name: string }[]
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}
const features = [
  'health',
  'contest',
  'accounts',
  'game',
  'handover',
  'exports',
  'newsletter',
  'administration',
  'grand draw',
  'bailiff',
]

test('the description of the API names the feature of each route, its parameters, and the form of its answers', async () => {
  const admin = await signedInClient(await startBackend(), { role: 'admin' })
  const { paths } = (await admin.get('/docs/json')).body as {
    paths: Record<string, Record<string, Operation>>
  }
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ route: `${method} ${path}`, ...operation })),
  )
  expect(new Set(operations.flatMap(({ tags }) => tags))).toEqual(new Set(features))
  for (const { route, tags, parameters = [], responses } of operations) {
    expect(tags, route).toHaveLength(1)
    const named = parameters.filter(parameter => parameter.in === 'path').map(({ name }) => name)
    expect(named, route).toEqual([...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
    expect(responses, route).not.toEqual({})
    for (const { description, content = {} } of Object.values(responses)) {
      expect(description, route).not.toBe('')
      expect(Object.values(content), route).toEqual([{ schema: expect.any(Object) }])
    }
  }
})

test('visitors, players and employees read nothing of the administrators’ routes, and administrators read all', async () => {
  const backend = await startBackend()
  const described = async (client: Client) => {
    const { body, status } = await client.get('/docs/json')
    const yaml = await client.get('/docs/yaml')
    expect([status, yaml.status, yaml.text.includes('/admin/')]).toEqual([
      200,
      200,
      JSON.stringify(body).includes('/admin/'),
    ])
    return Object.keys(body.paths)
  }
  const all = await described(await signedInClient(backend, { role: 'admin' }))
  const ofAdministrators = all.filter(path => path.startsWith('/admin/'))
  expect(ofAdministrators.length).toBeGreaterThan(10)
  for (const client of [
    new Client(backend),
    await signedInClient(backend),
    await signedInClient(backend, { role: 'employee' }),
  ])
    expect(await described(client)).toEqual(all.filter(path => !ofAdministrators.includes(path)))
})
