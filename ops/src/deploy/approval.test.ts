import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type AnsweringServer, jenkinsBuild, openAnswering } from '../../test/ci/ci-servers.ts'
import { basic } from '../ci/ci-server.ts'
import { type Jenkins, openJenkins } from '../tools/jenkins.ts'
import { readApproval } from './approval.ts'

const commit = 'c'.repeat(40)
const asked = { environment: 'prod', branch: 'main', commit, approvedBreaking: false } as const
const build = { branch: 'main', number: 42 }

let server: AnsweringServer
let jenkins: Jenkins
beforeAll(async () => {
  server = await openAnswering({}, basic('lecture', 'demo-token'))
  jenkins = openJenkins({ url: server.url, user: 'lecture', token: 'demo-token', trusted: [] }, [])
})
beforeEach(() => {
  for (const path of Object.keys(server.answers)) delete server.answers[path]
})
afterAll(() => server.close())

const lay = (own: Partial<Parameters<typeof jenkinsBuild>[1]> = {}, which = build) =>
  Object.assign(server.answers, jenkinsBuild(which, { commit, approver: 'cheffe', ...own }))

test('the approval is that of the user whom Jenkins knows, for the commit and the environment of its build', async () => {
  lay()
  expect(await readApproval(jenkins, asked, 42)).toEqual({ by: 'cheffe', build: 'main #42' })
  lay({ parameters: { APPROVE_BREAKING: true, TARGET_ENVIRONMENT: '' } })
  expect(await readApproval(jenkins, { ...asked, approvedBreaking: true }, 42)).toMatchObject({ by: 'cheffe' })
  lay({ parameters: { TARGET_ENVIRONMENT: 'preprod' } }, { branch: 'essai', number: 7 })
  const essai = { ...asked, branch: 'essai', environment: 'preprod' } as const
  expect(await readApproval(jenkins, essai, 7)).toEqual({ by: 'cheffe', build: 'essai #7' })
})

test.each<[string, Parameters<typeof lay>[0], Partial<Parameters<typeof readApproval>[1]>, string]>([
  ['has ended', { building: false }, {}, 'il est terminé'],
  ['was approved by no one', { approver: '' }, {}, 'personne n’y a donné son accord'],
  ['is of another commit', { commit: 'd'.repeat(40) }, {}, 'il n’est pas celui du commit ccccccc'],
  ['is for production', {}, { environment: 'preprod' }, 'il est pour prod, et non pour preprod'],
  ['is for preprod', { parameters: { TARGET_ENVIRONMENT: 'preprod' } }, {}, 'il est pour preprod, et non pour prod'],
  ['approves no breaking migration', {}, { approvedBreaking: true }, 'il n’approuve aucune migration'],
])('a build that %s approves nothing', async (_what, own, other, said) => {
  lay(own)
  await expect(readApproval(jenkins, { ...asked, ...other }, 42)).rejects.toMatchObject({
    code: 'not-approved',
    message: expect.stringContaining(said),
  })
})

test('a build that Jenkins does not have approves nothing, nor does one when no Jenkins is set or it is away', async () => {
  await expect(readApproval(jenkins, asked, 42)).rejects.toThrow('Jenkins n’a pas de build main #42')
  await expect(readApproval(null, asked, 42)).rejects.toMatchObject({ code: 'not-approved' })
  const away = openJenkins({ url: 'http://127.0.0.1:9', user: 'lecture', token: 'demo-token', trusted: [] }, [])
  await expect(readApproval(away, asked, 42)).rejects.toMatchObject({ code: 'unreachable' })
})

test('the name of a branch stays one part of the address that is asked', async () => {
  lay({}, { branch: 'main', number: 42 })
  const branch = '../../job/the-tip-top/job/main'
  await expect(readApproval(jenkins, { ...asked, branch }, 42)).rejects.toMatchObject({ code: 'not-there' })
})
