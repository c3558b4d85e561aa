import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startFirefox } from '../engines/firefox.ts'
import { openPhone } from '../engines/phone.ts'
import { eventually, startProgram, stopProgram } from '../engines/programs.ts'

const run = promisify(execFile)
/** Orca writes each sentence that it hands to the voice. */
const SPOKEN = /SPEECH OUTPUT: '(.*?)'\s*(?:\{.*\})?$/gm

/**
 * Starts Firefox on the screen of this process, with Orca beside it, both in this folder. Keys go through the screen, as
 * those of a keyboard do, so that Orca has them first.
 */
export async function startListener(folder: string, site: string) {
  const [home, log] = [join(folder, 'home'), join(folder, 'orca.log')]
  await mkdir(home, { recursive: true, mode: 0o700 })
  await writeSettings(join(home, '.local', 'share', 'orca'))
  const env = { ...process.env, HOME: home, XDG_RUNTIME_DIR: home, LC_ALL: 'C.UTF-8' }
  const bus = startProgram(
    '/usr/libexec/at-spi-bus-launcher',
    ['--launch-immediately', '--a11y=1', '--screen-reader=1'],
    env,
  )
  const voice = await startVoice(join(folder, 'voice'), env)
  const orca = startProgram('orca', ['--replace', '--debug-file', log], env)
  const spoken = async () => [...(await readFile(log, 'utf8')).matchAll(SPOKEN)].map(([, words = '']) => words)
  await eventually(async () => {
    if (!(await spoken()).length) throw new Error('Orca does not speak')
  })
  const firefox = await startFirefox(join(folder, 'firefox'), { isShown: true })
  const page = openPhone(firefox, site)
  const window = (await run('xdotool', ['search', '--sync', '--onlyvisible', '--class', 'firefox'])).stdout.split(
    '\n',
  )[0]
  await run('xdotool', ['windowfocus', '--sync', String(window)])
  let from = 0

  const heard = async () => (await spoken()).slice(from).join('\n')
  const hears = (words: RegExp | string) =>
    eventually(async () => {
      const said = await heard()
      if (!(typeof words === 'string' ? said.includes(words) : words.test(said)))
        throw new Error(`${words} was not heard, but\n${said}`)
    })
  const press = async (...keys: string[]) => {
    from = (await spoken()).length
    await run('xdotool', ['key', '--delay', '300', ...keys])
  }
  return {
    page,
    hears,
    /** Presses these keys, as xdotool names them. What was said before is forgotten. */
    press,

    /** Types into the field that has the focus. */
    async type(text: string): Promise<void> {
      await run('xdotool', ['type', '--delay', '150', text])
    },

    /** Presses Tab until these words are heard. */
    async reach(words: string): Promise<void> {
      for (let stops = 0; stops < 40; stops++) {
        await press('Tab')
        await new Promise(done => setTimeout(done, 700))
        if ((await heard()).includes(words)) return
      }
      throw new Error(`${words} was not heard at any stop of Tab`)
    },

    /** Opens this page, and hears its title. */
    async open(path: string): Promise<void> {
      from = (await spoken()).length
      await page.open(path)
      await hears(`Finished loading ${await page.run(() => document.title)}`)
    },

    async stop(): Promise<void> {
      await firefox.stop()
      await Promise.all([orca, voice, bus].map(stopProgram))
    },
  }
}

/** A voice without sound never ends the reading of a new page, in which Orca would take what is typed for commands. */
async function writeSettings(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const profile = { profile: ['Default', 'default'], pronunciations: {}, keybindings: {}, sayAllOnLoad: false }
  const settings = {
    general: { sayAllOnLoad: false },
    pronunciations: {},
    keybindings: {},
    profiles: { default: profile },
  }
  await writeFile(join(folder, 'user-settings.conf'), JSON.stringify(settings))
}

/** Starts a voice for Orca that makes no sound: a machine without a loudspeaker has no other. */
async function startVoice(folder: string, env: NodeJS.ProcessEnv) {
  await mkdir(join(folder, 'modules'), { recursive: true })
  await writeFile(
    join(folder, 'speechd.conf'),
    'AddModule "silent" "sd_generic" "silent.conf"\nDefaultModule "silent"\nAudioOutputMethod "alsa"\nAudioALSADevice "null"\n',
  )
  await writeFile(join(folder, 'modules', 'silent.conf'), 'GenericExecuteSynth "true"\nAddVoice "en" "MALE1" "any"\n')
  return startProgram('speech-dispatcher', ['--run-single', '--timeout', '0', '-C', folder, '-L', folder], env)
}

export type Listener = Awaited<ReturnType<typeof startListener>>
