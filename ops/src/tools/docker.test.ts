import { expect, test } from 'vitest'
import { isRunning } from './docker.ts'
import { CommandFailed, type Shell } from './shell.ts'

test('whether a container runs is unknown while Docker is down, and the operator reads what to do', async () => {
  const answering = (said: string): Pick<Shell, 'read'> => ({ read: async () => said })
  expect([await isRunning(answering('3f2a'), 'postgres'), await isRunning(answering(''), 'postgres')]).toEqual([
    true,
    false,
  ])
  const down: Shell['read'] = async command => Promise.reject(new CommandFailed(command, 1, 'Cannot connect'))
  await expect(isRunning({ read: down }, 'postgres')).rejects.toMatchObject({
    code: 'unreachable',
    message: 'Docker ne répond pas.\ndocker ps : code 1\nCannot connect',
    hint: 'Relancez-le : systemctl restart docker',
  })
})
