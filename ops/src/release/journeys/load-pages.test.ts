import { afterEach, expect, test } from 'vitest'
import { openDoor } from '../../../test/door.ts'
import { findChromium } from '../../tools/chromium.ts'
import { openFiles } from '../../tools/files.ts'
import { openShell, type Shell } from '../../tools/shell.ts'
import { maintenanceOn } from '../maintenance.ts'
import { loadPages } from './load-pages.ts'

const opened: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close()
})

/** A site whose pages load, with this script on one of them. */
async function open(script: string) {
  const html = { 'content-type': 'text/html; charset=utf-8' }
  const door = await openDoor(({ path }) => {
    if (path === '/jamais') return 'never'
    if (path.startsWith('/nulle-part')) return { status: 404 }
    const body = `<!doctype html><p>Thé Tip Top</p><script>${path === '/jeu' ? script : 'document.title = "prêt"'}</script>`
    return { headers: html, body }
  })
  opened.push(door)
  const told: string[] = []
  const load = (shell: Shell = openShell(), how: { pageMs?: number } = {}) =>
    loadPages({
      target: door.target,
      tools: { shell },
      signal: new AbortController().signal,
      tell: said => void told.push(said),
      unseen: why => void told.push(`? ${why}`),
      ...how,
    })
  return { door, told, load, pages: () => door.asked.map(({ path }) => path) }
}

const chromium = await findChromium(openShell())
/** A browser of its own for each test, on a machine that may do other things. */
const timeout = 120_000

test.skipIf(!chromium)('a page whose script throws fails, though it answers 200', { timeout }, async () => {
  const { load, pages } = await open('setTimeout(() => { throw new Error("le jeu est « cassé »") }, 50)')
  await expect(load()).rejects.toMatchObject({
    code: 'check-failed',
    message: expect.stringMatching(/tiptop\.test\/jeu : la page ne marche pas\. Uncaught Error: le jeu est « cassé »$/),
  })
  expect(pages()).toEqual(expect.arrayContaining(['/', '/connexion', '/jeu']))
})

test.skipIf(!chromium)('a promise that nothing catches fails, also in a worker', { timeout }, async () => {
  const rejected = await open('Promise.reject(new Error("tard"))')
  await expect(rejected.load().then(() => rejected.told)).rejects.toThrow('Uncaught (in promise) Error: tard')
  const worker = 'new Worker(URL.createObjectURL(new Blob(["setTimeout(() => { throw Error(1) })"])))'
  const working = await open(worker)
  await expect(working.load().then(() => working.told)).rejects.toThrow('Uncaught Error: 1')
})

test.skipIf(!chromium)('a script that is not there fails', { timeout }, async () => {
  const { load } = await open(
    'document.head.append(Object.assign(document.createElement("script"), { src: "/nulle-part.js" }))',
  )
  await expect(load()).rejects.toThrow('/nulle-part.js répond 404')
})

test.skipIf(!chromium)('a request that fails and a promise caught late are no faults', { timeout }, async () => {
  const late = 'const late = Promise.reject(new Error("x")); setTimeout(() => late.catch(() => {}), 50)'
  const { load, told } = await open(`fetch("/nulle-part").catch(() => {}); console.error("noté"); ${late}`)
  await load()
  expect(told).toEqual(['3 pages, aucune erreur de script vue'])
})

test.skipIf(!chromium).each(['fetch("/jamais")', 'for (;;);'])(
  'a page that is never at rest is not said to be without fault: %s',
  { timeout },
  async script => {
    const { load, told } = await open(script)
    await load(openShell(), { pageMs: 3_000 })
    expect(told).toEqual([expect.stringMatching(/^\? pas vues jusqu’au bout : .*\/jeu, elle n’est jamais au repos/)])
  },
)

test('without Chromium, with one that fails, or behind the maintenance page nothing is seen, and the step says so', async () => {
  const { load, told, pages, door } = await open('throw new Error("x")')
  const none: Shell['read'] = () => Promise.reject(new Error('code 127'))
  await load({ read: none, run: none })
  const broken: Shell['read'] = async command => (command.includes('--version') ? '' : none(command))
  await load({ read: broken, run: broken })
  await maintenanceOn(door.target.home, 'essai', openFiles())
  await load()
  expect(told).toEqual([
    expect.stringMatching(/^\? .*n’a pas Chromium/),
    expect.stringContaining('Chromium n’a pas fini (code 127)'),
    expect.stringContaining('la page de maintenance'),
  ])
  expect(pages()).toEqual([])
})
