import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { infraServer, NONSENSE } from '../../../test/recording/servers/infra-server.ts'
import { planInfra } from './plan.ts'

let server: Awaited<ReturnType<typeof infraServer>>
beforeEach(async () => {
  server = await infraServer()
})
afterEach(() => server.close())

const plan = (to: string | null = null) => planInfra(server.target, to, server.tools)

test('files that nginx refuses give way to those of the newest point that it accepts, with what changes', async () => {
  const tag = await server.keep('20261101')
  await server.keep('20261102', { 'nginx.conf': NONSENSE, 'infra.env': 'OTHER=1\n' })
  await server.keep('20261103', { 'nginx.conf': '# abîmé\n' }, 'nginx.conf')
  await server.breakDoor()
  const { refused, candidate } = await plan()
  expect(refused).toBe('unknown directive "nonsense" in /etc/tiptop/nginx.conf:2')
  expect(candidate).toMatchObject({ tag, at: '2026-11-01T04:00:00.000Z' })
  expect(candidate?.changes).toEqual([
    'nginx.conf - listen 443;',
    'nginx.conf - nonsense;',
    'nginx.conf + # nginx.conf',
  ])
})

test('a file that is missing is a difference, and so are lines in another order', async () => {
  await server.edit('nginx.conf', 'one\ntwo\n')
  await server.keep('20261101', { 'nginx.conf': 'two\none\n' })
  await rm(join(server.target.home.infra, 'infra.env'))
  expect((await plan()).candidate?.changes).toEqual(['nginx.conf : l’ordre des lignes', 'infra.env manque'])
})

test('a file that the system does not give is a difference with its reason', async () => {
  await server.keep('20261101')
  const file = join(server.target.home.infra, 'nginx.conf')
  await rm(file)
  await mkdir(file)
  expect((await plan()).candidate?.changes).toEqual([expect.stringMatching(/^nginx\.conf : c’est un dossier/)])
})

test('a point whose files are those that are here is passed over, for an older one with others', async () => {
  const tag = await server.keep('20261101', { 'infra.env': 'OLD=1\n' })
  await server.keep('20261102')
  expect((await plan()).candidate?.tag).toBe(tag)
})

test('no point is taken whose files do not fit: of one that is named, the plan says why', async () => {
  const refused = await server.keep('20261101', { 'nginx.conf': NONSENSE })
  const damaged = await server.keep('20261102', {}, 'nginx.conf')
  expect(await plan()).toMatchObject({ refused: null, candidate: null })
  await expect(plan(refused)).rejects.toThrow(`${refused} ne conviennent pas : unknown directive "nonsense"`)
  await expect(plan(damaged)).rejects.toThrow(`${damaged} ne conviennent pas : ses fichiers sont abîmés`)
  await expect(plan('backup-20200101-000000')).rejects.toMatchObject({
    code: 'not-there',
    message: expect.stringContaining(`Il a ${damaged}, ${refused}.`),
  })
})

test('when no files are known that nginx accepts, the operator reads which were tried and how to install them again', async () => {
  const refused = await server.keep('20261101', { 'nginx.conf': NONSENSE })
  const damaged = await server.keep('20261102', {}, 'nginx.conf')
  await server.edit('nginx.conf', `${NONSENSE}\n`)
  const { message, hint } = await plan().catch(error => error)
  expect(message.split('\n')).toEqual([
    expect.stringContaining('unknown directive'),
    `  ${damaged} : ses fichiers sont abîmés`,
    expect.stringContaining(`  ${refused} : unknown directive`),
  ])
  expect(hint).toMatch(/tiptop install prod\.?$/)
})

test('without any point, files that nginx accepts stay', async () => {
  expect((await plan()).candidate).toBeNull()
  await expect(plan('backup-20261101-040000')).rejects.toThrow('Il n’en a aucun.')
})

test('of nginx and the database the plan knows the state, of releases it need not', async () => {
  server.model.infra.delete(server.nginx)
  const { containers, disks, certificate } = await plan()
  expect(containers.map(({ part, state }) => [part, state])).toEqual([
    ['nginx', 'missing'],
    ['postgres', 'well'],
  ])
  expect(disks).not.toEqual([])
  expect(certificate).toMatchObject({ shown: null })
})

test('a Docker that does not answer is named first, with the way to start it', async () => {
  server.model.broken.push(/^docker info/)
  await expect(plan()).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringMatching(/^Docker ne répond pas\..*broken on purpose/s),
    hint: expect.stringContaining('systemctl restart docker'),
  })
})
