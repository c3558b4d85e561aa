import { existsSync } from 'node:fs'
import type { Children } from '../process/children.ts'
import type { Tell } from '../terminal.ts'
import { installPackages } from './debian-packages.ts'

/** What each package of Debian brings. */
const PROGRAMS: Record<string, string> = {
  'firefox-esr': '/usr/bin/firefox-esr',
  'webkit2gtk-driver': '/usr/bin/WebKitWebDriver',
  xvfb: '/usr/bin/Xvfb',
}

/**
 * Makes sure that Firefox and WebKitGTK are there, which root gets installed.
 * @throws an Error with the one command to run when they are not
 */
export async function ensureOtherBrowsers(children: Children, tell: Tell): Promise<void> {
  const missing = () => Object.keys(PROGRAMS).filter(name => !existsSync(PROGRAMS[name] as string))
  if (!missing().length) return
  tell('installation de Firefox et de WebKitGTK (apt-get)…')
  await installPackages(children, missing())
  if (!missing().length) return
  throw new Error(
    `Il manque ${missing().join(', ')}. Lancez « sudo apt-get install -y --no-install-recommends ${missing().join(' ')} » ` +
      '(Debian 12), puis relancez npm run test:browsers.',
  )
}
