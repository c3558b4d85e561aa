import { existsSync } from 'node:fs'
import type { Children } from '../process/children.ts'

/** Installs these packages of Debian as root. @returns whether that was possible: without the rights, or without Debian, it is not */
export async function installPackages(children: Children, packages: string[]): Promise<boolean> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await children.run('apt-get', ['-qq', 'update'], { env })
    await children.run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...packages], { env })
    return true
  } catch {
    return false
  }
}
