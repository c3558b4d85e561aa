import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../../../scripts/embedded-postgres.ts'
import { commands, type Engine } from './commands.ts'
import { eventually, startProgram, stopProgram } from './programs.ts'

const DRIVER = '/usr/bin/WebKitWebDriver'
const BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser'
/** It would ask for permission, in a window that WebDriver cannot answer. */
const NO_CAMERA = '--enable-media-stream=false'
/** Without it the toolbar keeps the window wider than a phone. */
const NARROW = '* { min-width: 0; padding: 0; margin: 0; font-size: 4px }'

/** Starts Debian's WebKitGTK, in the small browser that comes with it, on a screen in memory. */
export async function startWebKit(folder: string): Promise<Engine> {
  const downloads = join(folder, 'downloads')
  const gtk = join(folder, 'gtk-3.0')
  await Promise.all([mkdir(gtk, { recursive: true }), mkdir(downloads, { recursive: true })])
  await writeFile(join(gtk, 'gtk.css'), NARROW)
  await writeFile(join(folder, 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloads}"\n`)
  const screen = startProgram(
    'Xvfb',
    ['-displayfd', '1', '-screen', '0', '1280x1000x24', '-nolisten', 'tcp'],
    process.env,
  )
  const [display] = (await once(screen.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  const port = await freePort()
  const driver = startProgram(DRIVER, [`--port=${port}`], {
    ...process.env,
    DISPLAY: `:${display.toString().trim()}`,
    XDG_CONFIG_HOME: folder,
    HOME: folder,
    TZ: 'Europe/Paris',
    // The sandbox needs rights that a container does not give.
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
  })
  const url = `http://127.0.0.1:${port}`
  await eventually(() => ask('GET', `${url}/status`))
  const options = { 'webkitgtk:browserOptions': { binary: BROWSER, args: ['--automation', NO_CAMERA] } }
  const session = await ask('POST', `${url}/session`, { capabilities: { alwaysMatch: options } })
  const at = `${url}/session/${(session as { sessionId: string }).sessionId}`
  return {
    downloads,
    send(command, { id, ...parameters } = {}) {
      const { method, path } = commands[command]
      return ask(method, at + path.replace('{id}', String(id)), parameters)
    },
    async stop() {
      // Without its screen the browser ends, even while it asks for a permission.
      await stopProgram(screen)
      await stopProgram(driver)
    },
  }
}

async function ask(method: string, url: string, body?: object): Promise<unknown> {
  const answer = await fetch(url, { method, ...(method === 'POST' && { body: JSON.stringify(body) }) })
  const { value } = (await answer.json()) as { value: { error: string; message: string } }
  if (!answer.ok) throw new Error(`${value.error}: ${value.message}`)
  return value
}
