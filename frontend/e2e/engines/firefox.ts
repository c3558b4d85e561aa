import { mkdir, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { freePort } from '../../../scripts/embedded-postgres.ts'
import { commands, type Engine } from './commands.ts'
import { eventually, startProgram, stopProgram } from './programs.ts'

const PROGRAM = '/usr/bin/firefox-esr'
/** Without it no window is narrower than 500 pixels. */
const NARROW = ':root, body, #navigator-toolbox, #browser { min-width: 0 !important }'

/** Starts Debian's Firefox with a new profile in this folder, without a screen unless it `isShown`. */
export async function startFirefox(folder: string, { isShown = false } = {}): Promise<Engine> {
  const port = await freePort()
  const downloads = join(folder, 'downloads')
  const preferences = {
    'marionette.port': port,
    'toolkit.legacyUserProfileCustomizations.stylesheets': true,
    'intl.accept_languages': 'fr-FR, fr',
    'browser.download.folderList': 2,
    'browser.download.dir': downloads,
    'app.normandy.enabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    // Motion on a screen in memory would take all of the processor, which the screen reader needs.
    ...(isShown && { 'ui.prefersReducedMotion': 1 }),
  }
  await Promise.all([mkdir(join(folder, 'chrome'), { recursive: true }), mkdir(downloads, { recursive: true })])
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`)
  await writeFile(join(folder, 'user.js'), lines.join(''))
  await writeFile(join(folder, 'chrome', 'userChrome.css'), NARROW)
  const args = [...(isShown ? [] : ['--headless']), '--marionette', '--no-remote', '--profile', folder]
  const firefox = startProgram(PROGRAM, args, { ...process.env, HOME: folder, TZ: 'Europe/Paris' })
  const socket = await eventually(() => connected(port))
  const ask = openMarionette(socket)
  await ask('WebDriver:NewSession', {})
  return {
    downloads,
    send: (command, parameters = {}) => ask(commands[command].marionette, parameters),
    async stop() {
      socket.destroy()
      await stopProgram(firefox)
    },
  }
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket)).once('error', reject)
  })
}

type Answer = [type: 1, id: number, error: { error: string; message: string } | null, result: unknown]

/** Firefox's own protocol: `LENGTH:[0, ID, COMMAND, PARAMETERS]`, answered by `LENGTH:[1, ID, ERROR, RESULT]`. */
function openMarionette(socket: Socket) {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let [rest, last] = [Buffer.alloc(0), 0]
  const hear = ([, id, error, result]: Answer) => {
    const { resolve, reject } = waiting.get(id) ?? {}
    if (error) reject?.(new Error(`${error.error}: ${error.message}`))
    else resolve?.(result && typeof result === 'object' && 'value' in result ? result.value : result)
  }
  socket.on('data', data => {
    rest = Buffer.concat([rest, data])
    for (;;) {
      const start = rest.indexOf(':') + 1
      const end = start + Number(rest.subarray(0, start - 1))
      if (!start || rest.length < end) return
      const message: Answer | object = JSON.parse(rest.toString('utf8', start, end))
      rest = rest.subarray(end)
      // It greets first.
      if (Array.isArray(message)) hear(message as Answer)
    }
  })
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox has closed the connection'))
  })
  return (command: string, parameters: object): Promise<unknown> => {
    const asked = Promise.withResolvers<unknown>()
    waiting.set(++last, asked)
    const message = JSON.stringify([0, last, command, parameters])
    socket.write(`${Buffer.byteLength(message)}:${message}`)
    return asked.promise
  }
}
