import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { REPOSITORY } from '../application.ts'

/** What the unit runs before it starts Patroni, with a Patroni of this version. @returns what it said against it */
async function startWith(version: string): Promise<string> {
  const unit = await readFile(join(REPOSITORY, 'environments/cluster/systemd/tiptop-patroni.service'), 'utf8')
  const [, code = ''] = /^ExecStartPre=\/usr\/bin\/python3 -c "(.*)"$/m.exec(unit) ?? []
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-patroni-'))
  await mkdir(join(folder, 'patroni'))
  await writeFile(join(folder, 'patroni', '__init__.py'), '')
  await writeFile(join(folder, 'patroni', 'version.py'), `__version__ = '${version}'\n`)
  const started = promisify(execFile)('python3', ['-c', code], { env: { ...process.env, PYTHONPATH: folder } })
  const said = await started.then(
    () => '',
    (error: { stderr: string }) => error.stderr,
  )
  await rm(folder, { recursive: true })
  return said
}

test('the unit does not start a Patroni before 4.0, and says which one it takes', async () => {
  expect(await startWith('3.0.2')).toContain('Patroni 3.0.2 : il faut la version 4.0 au moins')
  expect(await startWith('4.0.7')).toBe('')
})
