import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { CommandFailed, dryShell, openShell } from './shell.ts'

const shell = openShell()

test('a program gives what it says', async () => {
  expect(await shell.read(['echo', 'bonjour'])).toBe('bonjour')
})

test('a program that fails is reported with its name, its code and its last words', async () => {
  const failure = await shell
    .run(['node', '-e', 'console.error("pas de place"); process.exit(3)'])
    .catch(error => error)
  expect(failure).toBeInstanceOf(CommandFailed)
  expect(failure).toMatchObject({ exitCode: 3, message: expect.stringMatching(/^node : code 3\npas de place$/s) })
})

test('a program that is not there is named', async () => {
  await expect(shell.run(['no-such-program'])).rejects.toThrow(/no-such-program.* No such file/s)
})

test('a program ends with the run that started it, also when that is killed', async () => {
  const shellFile = join(import.meta.dirname, 'shell.ts')
  const script = `import { openShell } from '${shellFile}'
    openShell().run(['sh', '-c', 'echo $$; exec sleep 600'], { onLine: line => console.log(line) })`
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = await once(parent.stdout, 'data')
  const pid = Number(String(said))
  // A process that has ended may still wait for its parent to ask how.
  const runs = () => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  expect(runs()).toBe(true)
  parent.kill('SIGKILL')
  await expect.poll(runs).toBe(false)
})

test('a program that a hang-up meets before it has begun is started again, and loses nothing of its input', async () => {
  const shellFile = join(import.meta.dirname, 'shell.ts')
  const script = `import { Readable } from 'node:stream'
    import { openShell } from '${shellFile}'
    process.on('SIGHUP', () => {})
    console.log('ready')
    for (let time = 0; time < 40; time++) console.log(await openShell().run(['cat'], { input: Readable.from(['whole']) }))`
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  let said = ''
  parent.stdout.on('data', chunk => {
    said += chunk
  })
  await expect.poll(() => said).toContain('ready')
  const hangUp = setInterval(() => process.kill(-(parent.pid as number), 'SIGHUP'))
  await once(parent, 'close').finally(() => clearInterval(hangUp))
  expect(said).toBe(`ready\n${'whole\n'.repeat(40)}`)
})

test('what goes in comes out, as a stream, however much it is', async () => {
  let bytes = 0
  const output = new Writable({
    write(chunk, _encoding, done) {
      bytes += chunk.length
      done()
    },
  })
  await shell.run(['cat'], { input: Readable.from(Array(500).fill(Buffer.alloc(10_000))), output })
  expect(bytes).toBe(5_000_000)
})

test('a program that stops reading does not break the one that feeds it', async () => {
  const input = Readable.from(Array(500).fill(Buffer.alloc(10_000)))
  await expect(shell.run(['node', '-e', 'process.exit(4)'], { input })).rejects.toThrow(/code 4/)
})

test('a program is ended when it is asked to', async () => {
  const stop = new AbortController()
  const running = shell.run(['sleep', '600'], { signal: stop.signal })
  stop.abort()
  await expect(running).rejects.toThrow(/abort/i)
})

test('a request to end a program is answered once it has ended', async () => {
  const stop = new AbortController()
  const heard: string[] = []
  const script = `process.on('SIGTERM', () => setTimeout(() => (console.log('rangé'), process.exit(0)), 200))
    setTimeout(() => {}, 600_000)
    console.log('au travail')`
  const running = shell.run(['node', '-e', script], {
    signal: stop.signal,
    onLine(line) {
      heard.push(line)
      stop.abort(new Error('arrêt demandé'))
    },
  })
  await expect(running).rejects.toThrow('arrêt demandé')
  expect(heard).toEqual(['au travail', 'rangé'])
})

test('a dry run looks, and reports what it would change', async () => {
  const told: string[] = []
  const dry = dryShell(line => told.push(line))
  expect(await dry.read(['echo', 'vu'])).toBe('vu')
  expect(await dry.run(['docker', 'compose', 'up'])).toBe('')
  expect(told).toEqual(['ferait : docker compose up'])
})
