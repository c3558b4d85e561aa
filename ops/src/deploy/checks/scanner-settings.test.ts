import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ROOT } from '../../../test/pipeline/ci-files.ts'
import { expectHarmlessSettings, faultIn } from './scanner-settings.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-scanner-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('this repository says nothing of its analysis that a commit may not say', async () => {
  expect(faultIn(await readFile(join(ROOT, 'sonar-project.properties'), 'utf8'))).toBeNull()
  await expectHarmlessSettings(folder)
})

test.each([
  'sonar.nodejs.executable=/tmp/pwn',
  'sonar.scanner.javaExePath=./pwn',
  'sonar.scanner.javaOpts=-javaagent:pwn.jar',
  'sonar.host.url=https://evil.example',
  'sonar.projectBaseDir=/srv',
  'sonar.sources=a\nsonar.nodejs.executable=/tmp/pwn',
  'sonar.sources=a\rsonar.nodejs.executable=/tmp/pwn',
  'sonar.sources=a\\\nsonar.nodejs.executable=/tmp/pwn',
  'sonar.sources=a\\\n b=c',
  '# a comment that ends so \\\nsonar.nodejs.executable=/tmp/pwn',
  'sonar.nodejs.executable /tmp/pwn',
  'sonar.nodejs.executable: /tmp/pwn',
  ' sonar.sources=a',
  'sonar.\\u006eodejs.executable=/tmp/pwn',
  'sonar.sources=\\u000asonar.nodejs.executable=/tmp/pwn',
])('a setting that could start a program keeps the scanner from starting: %j', async text => {
  await writeFile(join(folder, 'sonar-project.properties'), text)
  await expect(expectHarmlessSettings(folder)).rejects.toThrow('règle ce qu’un commit ne règle pas')
})

test('a link in the place of the settings or of the scanner’s folder keeps it from starting', async () => {
  await symlink('/etc/hostname', join(folder, 'sonar-project.properties'))
  await expect(expectHarmlessSettings(folder)).rejects.toThrow('n’est pas un fichier')
  await rm(join(folder, 'sonar-project.properties'))
  await mkdir(join(folder, 'flags'))
  await symlink('flags', join(folder, '.scannerwork'))
  await expect(expectHarmlessSettings(folder)).rejects.toThrow('contient .scannerwork')
})
