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
  const door = await openDoor(({ path }) => ({
    headers: html,
    body: `<!doctype html><p>Thé Tip Top</p><script>${path === '/jeu' ? script : 'document.title = "prêt"'}</script>`,
  }))
  opened.push(door)
  const told: string[] = []
  const load = (shell: Shell = openShell()) =>
    loadPages({
      target: door.target,
      tools: { shell },
      signal: new AbortController().signal,
      tell: said => void told.push(said),
    })
  return { door, told, load, pages: () => door.asked.map(({ path }) => path) }
}

const chromium = await findChromium(openShell())

test.skipIf(!chromium)('a page whose script throws fails, though it answers 200', { timeout: 120_000 }, async () => {
  const { load, pages } = await open('setTimeout(() => { throw new Error("le jeu est « cassé »") }, 50)')
  await expect(load()).rejects.toMatchObject({
    code: 'check-failed',
    message: expect.stringMatching(/tiptop\.test\/jeu : un script échoue\. Uncaught Error: le jeu est « cassé »/),
  })
  expect(pages()).toEqual(expect.arrayContaining(['/', '/connexion', '/jeu']))
})

test.skipIf(!chromium)(
  'a promise that nothing catches is such an error, a request that fails is not',
  // On a busy machine Chromium has ended once before it had reported the promise.
  { timeout: 120_000, retry: 2 },
  async () => {
    const rejected = await open('Promise.reject(new Error("tard"))')
    await expect(rejected.load()).rejects.toThrow('Uncaught (in promise) Error: tard')
    const caught = await open('fetch("/nulle-part").catch(() => {}); console.error("noté")')
    await caught.load()
    expect(caught.told).toEqual(['3 pages, aucune erreur de script vue'])
  },
)

test('without Chromium, with one that fails, or behind the maintenance page nothing is tried, and it is said', async () => {
  const { load, told, pages, door } = await open('throw new Error("x")')
  const none: Shell['read'] = () => Promise.reject(new Error('code 127'))
  await load({ read: none, run: none })
  const broken: Shell['read'] = async command => (command.includes('--version') ? '' : none(command))
  await load({ read: broken, run: broken })
  await maintenanceOn(door.target.home, 'essai', openFiles())
  await load()
  expect(told).toEqual([
    expect.stringContaining('n’a pas Chromium'),
    expect.stringContaining('Chromium n’a pas fini (code 127)'),
    expect.stringContaining('la page de maintenance'),
  ])
  expect(pages()).toEqual([])
})
