import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import type { Children } from '../process/children.ts'
import type { Tell } from '../terminal.ts'

/** Without a window to draw, the shell takes two thirds of the time that the whole browser takes. */
const DEBIAN = ['/usr/lib/chromium/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser']

/**
 * The browser of the journeys: that of `CHROMIUM`, Debian's, or the one Playwright downloaded; root on Debian gets it
 * installed.
 * @throws an Error with the one command to run when it is missing and cannot be installed without rights
 */
export async function ensureChromium(children: Children, tell: Tell): Promise<string> {
  const find = () => [process.env.CHROMIUM, ...DEBIAN, chromium.executablePath()].find(path => path && existsSync(path))
  const found = find()
  if (found) return found
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Error(
      'Chromium manque pour les parcours. Lancez « sudo apt-get install -y chromium-headless-shell » (Debian) ' +
        'ou « npx playwright install --with-deps chromium », puis relancez npm test.',
    )
  tell('installation de Chromium (apt-get)…')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await children.run('apt-get', ['-qq', 'update'], { env })
  await children.run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', 'chromium-headless-shell'], { env })
  const installed = find()
  if (!installed) throw new Error('apt-get a fini sans erreur, mais Chromium manque toujours.')
  return installed
}
