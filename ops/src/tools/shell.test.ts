import { Readable, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { CommandFailed, dryShell, openShell } from './shell.ts'

const shell = openShell()

test('a program gives what it says', async () => {
  expect(await shell.read(['echo', 'bonjour'])).toBe('bonjour')
})

test('a program that fails is told by its first words, its code and its last words', async () => {
  const failure = await shell
    .run(['node', '-e', 'console.error("pas de place"); process.exit(3)'])
    .catch(error => error)
  expect(failure).toBeInstanceOf(CommandFailed)
  expect(failure).toMatchObject({ exitCode: 3, message: expect.stringMatching(/^node -e .* : code 3\npas de place$/s) })
})

test('a program that is not there is an error of its own', async () => {
  await expect(shell.run(['no-such-program'])).rejects.toThrow(/ENOENT/)
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

test('a dry run looks, and tells what it would change', async () => {
  const told: string[] = []
  const dry = dryShell(line => told.push(line))
  expect(await dry.read(['echo', 'vu'])).toBe('vu')
  expect(await dry.run(['docker', 'compose', 'up'])).toBe('')
  expect(told).toEqual(['ferait : docker compose up'])
})
