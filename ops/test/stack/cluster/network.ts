import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { run } from '../../machine/run.ts'

/** Machines on a switch, as network namespaces of the kernel. Only root may make them. */
export type Network = {
  addressOf(machine: string): string
  /** the address of this machine, on which operators and the application are */
  own: string
  /** the command that runs a program on a machine */
  on(machine: string): string[]
  /** sends this signal to everything that runs on a machine, at once */
  signal(machine: string, name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): Promise<void>
  /** pulls its cable out, or in again */
  cut(machine: string): Promise<void>
  join(machine: string): Promise<void>
  close(): Promise<void>
}

/** The switch has a namespace of its own, so that the packet filter of this machine, or of Docker, does not reach it. */
export async function openNetwork(machines: string[]): Promise<Network> {
  await sweep()
  const id = process.pid
  const subnet = `10.${randomInt(200, 250)}.${randomInt(256)}`
  const ip = (...words: string[]) => run(['ip', ...words])
  const space = (name: string) => `tt${id}-${name}`
  const port = (name: string) => `p${id}${name}`
  const addressOf = (name: string) => `${subnet}.${machines.indexOf(name) + 1}`
  const own = `${subnet}.254`
  const names = [...machines, 'switch']
  for (const name of names) await ip('netns', 'add', space(name))
  const inSwitch = (...words: string[]) => ip('-n', space('switch'), ...words)
  await inSwitch('link', 'add', 'bridge', 'type', 'bridge')
  await inSwitch('link', 'set', 'bridge', 'up')
  const plug = async (name: string) => {
    await inSwitch('link', 'set', port(name), 'master', 'bridge')
    await inSwitch('link', 'set', port(name), 'up')
  }
  for (const name of machines) {
    const end = ['peer', 'name', port(name), 'netns', space('switch')]
    await ip('link', 'add', 'eth0', 'netns', space(name), 'type', 'veth', ...end)
    await plug(name)
    await ip('-n', space(name), 'address', 'add', `${addressOf(name)}/24`, 'dev', 'eth0')
    for (const device of ['lo', 'eth0']) await ip('-n', space(name), 'link', 'set', device, 'up')
  }
  const here = `o${id}`
  await ip('link', 'add', here, 'type', 'veth', 'peer', 'name', port('own'), 'netns', space('switch'))
  await plug('own')
  await ip('address', 'add', `${own}/24`, 'dev', here)
  await ip('link', 'set', here, 'up')

  const processes = async (name: string) =>
    (await ip('netns', 'pids', space(name))).split('\n').filter(Boolean).map(Number)
  const send = async (name: string, what: NodeJS.Signals) => {
    for (const pid of await processes(name))
      try {
        process.kill(pid, what)
      } catch {
        // It has just ended.
      }
  }
  return {
    addressOf,
    own,
    on: name => ['ip', 'netns', 'exec', space(name)],
    async signal(name, what) {
      await send(name, what)
      // What a dying parent left in the meantime.
      if (what === 'SIGKILL') while ((await processes(name)).length) await send(name, what)
    },
    cut: async name => void (await inSwitch('link', 'set', port(name), 'down')),
    join: async name => void (await inSwitch('link', 'set', port(name), 'up')),
    async close() {
      for (const name of machines) for (const what of ['SIGCONT', 'SIGKILL'] as const) await send(name, what)
      for (const name of names) await ip('netns', 'delete', space(name))
    },
  }
}

/** Takes away what a run left that was killed: its namespaces bear the number of its process. */
async function sweep(): Promise<void> {
  const found = (await run(['ip', 'netns', 'list'])).matchAll(/^tt(\d+)-\S+/gm)
  for (const [name, pid] of found) {
    if (existsSync(`/proc/${pid}`)) continue
    for (const left of (await run(['ip', 'netns', 'pids', name])).split('\n').filter(Boolean))
      process.kill(Number(left), 'SIGKILL')
    await run(['ip', 'netns', 'delete', name])
  }
}
