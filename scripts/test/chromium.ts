import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import type { Children } from '../process/children.ts'
import type { Tell } from '../terminal.ts'
import { installPackages } from './debian-packages.ts'

/** Debian's Chromium without a window to draw. The journeys take half as long in it as in the whole browser. */
const SHELL = '/usr/lib/chromium/chromium-headless-shell'
const WHOLE = ['/usr/bin/chromium', '/usr/bin/chromium-browser', chromium.executablePath()]

/**
 * Returns the browser of the journeys: that of `CHROMIUM`, or Debian's shell, which root gets installed. Only where it
 * cannot be installed, the whole browser that is there.
 * @throws an Error with the one command to run when there is none
 */
export async function ensureChromium(children: Children, tell: Tell): Promise<string> {
  const chosen = [process.env.CHROMIUM, SHELL].find(path => path && existsSync(path))
  if (chosen) return chosen
  if (await installShell(children, tell)) return SHELL
  const whole = WHOLE.find(existsSync)
  if (!whole)
    throw new Error(
      'Chromium manque pour les parcours. Lancez « sudo apt-get install -y chromium-headless-shell » (Debian) ' +
        'ou « npx playwright install --with-deps chromium », puis relancez npm test.',
    )
  tell(`${whole} : sans le paquet chromium-headless-shell, les parcours durent deux fois plus longtemps`)
  return whole
}

/** @returns whether it is there now: without the rights, or without Debian, it is not */
async function installShell(children: Children, tell: Tell): Promise<boolean> {
  tell('installation de Chromium (apt-get)…')
  await installPackages(children, ['chromium-headless-shell'])
  return existsSync(SHELL)
}
