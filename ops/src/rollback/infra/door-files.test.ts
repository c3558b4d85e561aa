import { expect, test } from 'vitest'
import { homeOf } from '../../environment/home.ts'
import { doorFault } from './door-files.ts'

const home = homeOf({ root: '/srv', backups: '/backups', project: 'tiptop-test' }, 'prod')

/** Has nginx refuse the files with these words; @returns what is said of it, and the command. */
async function refusedWith(words: string) {
  const commands: string[] = []
  const read = async (command: readonly string[]) => {
    commands.push(command.join(' '))
    throw new Error(words)
  }
  return { fault: await doorFault(home, '/point/infra', { read }), command: commands.join() }
}

test('the files of a folder are only tested, by an nginx in a container that is removed', async () => {
  const { command } = await refusedWith('')
  expect(command).toContain('--file=/point/infra/infra.yaml')
  expect(command).toMatch(/ run --rm --no-deps --no-TTY --entrypoint nginx nginx -t -q -c \/etc\/tiptop\/nginx\.conf$/)
})

test.each([
  ['its number', 'nginx: [emerg] 12#34: unknown directive "a"', 'unknown directive "a"'],
  ['no number', '2026/11/23 [emerg] no events section', 'no events section'],
  ['lines around it', 'code 1\nnginx: [emerg] 1#1: bind failed \nnginx: test failed', 'bind failed'],
  ['no such mark, but a last line', 'code 1\n  \u001b[31mno such image\u001b[0m  ', 'no such image'],
])('of a refusal with %s the operator reads what is wrong', async (_, words, fault) => {
  expect((await refusedWith(words)).fault).toBe(fault)
})
