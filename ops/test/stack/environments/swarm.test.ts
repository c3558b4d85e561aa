import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../../machine/run.ts'
import { addresses, application } from '../application.ts'
import { startLoad } from '../load.ts'
import { deriveImage } from './environment.ts'
import { endOfUpdate, joinSwarm, openStack } from './swarm.ts'
import { visitor } from './visitor.ts'

const { missing, leave } = await joinSwarm()
afterAll(leave)

// Said where it can be read: a machine without overlay networks proves nothing about Swarm.
describe.skipIf(missing)(`on a swarm of one node${missing ? ` (not tried: ${missing})` : ''}`, () => {
  let stack: Awaited<ReturnType<typeof openStack>>
  const images: string[] = []
  beforeAll(async () => {
    stack = await openStack()
    await stack.deploy()
    await stack.prepare()
  })
  afterAll(async () => {
    await stack.close()
    if (images.length) await run(['docker', 'image', 'rm', '--force', ...images])
  })

  const derive = async (name: string, change: string) => {
    const image = await deriveImage(`${stack.stack}/backend:${name}`, application.backend, change)
    images.push(image)
    return image
  }
  const load = async () => {
    const ca = await readFile(join(stack.home.tls, 'fullchain.pem'), 'utf8')
    const through = { host: '127.0.0.1', port: stack.port }
    return startLoad({ ...addresses, through, ca, visitors: { http1: 4, http2: 4 } })
  }
  const commit = async () => {
    const visit = await visitor(stack.home, stack.port)
    return JSON.parse((await visit('https://api.tiptop.test/health')).body).commit
  }

  test('two copies of backend and frontend answer behind one door', async () => {
    const wanted = ['backend 2/2', 'frontend 2/2', 'nginx 1/1', 'postgres 1/1'].map(line => `${stack.stack}_${line}`)
    await expect.poll(async () => (await stack.copies()).split('\n').sort(), { timeout: 120_000 }).toEqual(wanted)
    await expect.poll(commit, { timeout: 30_000 }).toBe('unknown')
  })

  test('a release replaces the former one copy by copy, and no request is lost', async () => {
    const visitors = await load()
    await stack.deploy(await derive('next', 'ENV COMMIT=next'))
    expect(await endOfUpdate(`${stack.stack}_backend`)).toBe('completed')
    const { total, failed, firstFailures } = await visitors.stop()
    expect({ failed, firstFailures }).toEqual({ failed: 0, firstFailures: [] })
    expect(total).toBeGreaterThan(100)
    expect(await commit()).toBe('next')
  })

  test('a release that never gets healthy goes back by itself, and no request is lost', async () => {
    const visitors = await load()
    const dead =
      'HEALTHCHECK --interval=1s --retries=2 CMD ["false"]\nCMD ["node", "-e", "setInterval(() => {}, 1000)"]'
    await stack.deploy(await derive('dead', dead))
    expect(await endOfUpdate(`${stack.stack}_backend`)).toBe('rollback_completed')
    const { total, failed, firstFailures } = await visitors.stop()
    expect({ failed, firstFailures }).toEqual({ failed: 0, firstFailures: [] })
    expect(total).toBeGreaterThan(100)
    expect(await commit()).toBe('next')
  })
})
