import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startTrail } from '../../test/trail.ts'
import { findLastVerification } from './chain/record-verification.ts'

const { backend, write, seal, tamper } = await startTrail()
await write(5)
await seal()

type Ran = { code: number; stdout: string; stderr: string }

const audit = (...args: string[]) => auditAs(backend.databaseUrl, ...args)

function auditAs(databaseUrl: string, ...args: string[]): Promise<Ran> {
  const { session, tickets } = backend.tools.config
  const env = { DATABASE_URL: databaseUrl, SESSION_KEY: session.key, TICKET_PEPPER: tickets.pepper }
  const command = ['--no-warnings', join(import.meta.dirname, 'commands.ts'), ...args]
  return new Promise(resolve => {
    execFile(process.execPath, command, { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}

test('verify reports in French that all is intact, and the head; given a noted head, that it is proven', async () => {
  const whole = await audit('verify')
  expect(whole).toMatchObject({ code: 0 })
  expect(whole.stdout).toMatch(/Événements scellés {3}5\n/)
  expect(whole.stdout).toContain('✓ Rien n’a été modifié, supprimé ni ajouté')
  expect(whole.stderr).toContain('Événements relus : 5 / 5 (100 %)')
  const head = /[0-9a-f]{64}/.exec(whole.stdout)?.[0] as string
  const proven = await audit('verify-audit', '--head', head)
  expect(proven).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('jusqu’au n° 5, l’empreinte notée le prouve'),
  })
})

test('a database that takes no result is proven all the same, and the command says that it is not kept', async () => {
  const before = await findLastVerification(backend.tools.db)
  const { code, stdout, stderr } = await auditAs(backend.tools.config.database.url, 'verify')
  expect([code, stdout]).toEqual([0, expect.stringContaining('✓ Rien n’a été modifié')])
  expect(stderr).toContain('Ce résultat n’est pas gardé dans la base')
  expect(await findLastVerification(backend.tools.db)).toEqual(before)
})

test('an unknown head, a changed and a removed event are named, and the exit code is 1', async () => {
  await tamper('update audit_events set actor_id = 99 where id = 2; delete from audit_events where id in (4, 5)')
  const { code, stdout } = await audit('verify', '--head', 'ab'.repeat(32))
  expect(code).toBe(1)
  expect((await findLastVerification(backend.tools.db))?.faults).toBe(4)
  expect(stdout).toContain('Événement n° 2 : modifié')
  expect(stdout).toContain('Événements n° 4 à 5 : supprimés')
  expect(stdout).toContain('L’empreinte notée')
  expect(stdout).toContain('✗ 4 anomalies nommées ci-dessus.')
})

test('with --json a program reads the same: whether the trail holds, how much was read, and each fault by its kind', async () => {
  const { code, stdout } = await audit('verify', '--json')
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toEqual({
    holds: false,
    sealed: 5,
    unsealed: 0,
    head: { event: 5, hash: expect.stringMatching(/^[0-9a-f]{64}$/), sealedAt: expect.any(String) },
    faults: [
      { kind: 'changed', sentence: expect.stringContaining('n° 2') },
      { kind: 'removed', sentence: expect.stringContaining('n° 4 à 5') },
    ],
  })
})

test('a command that is written wrongly is explained, with exit code 2', async () => {
  for (const args of [[], ['verify', 'more'], ['erase'], ['verify', '--head', 'abc'], ['verify', '--tail']]) {
    const { code, stderr } = await audit(...args)
    expect(code).toBe(2)
    expect(stderr).toContain('Piste d’audit')
  }
  expect(await audit('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('--head EMPREINTE') })
})
