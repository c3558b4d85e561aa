import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { installMissing } from '../machine/debian.ts'

const MACHINES = '/usr/lib/jvm'
/** The Java of Debian 12, the newest that its Groovy 2.4 runs on. */
const DEBIAN_JAVA = /^java-17-openjdk-/

export type Java = { home: string; java: string }

/** Debian's Java, installed when it is missing. */
export async function openJava(): Promise<Java> {
  if (!(await findHome())) await installMissing({ 'no Java 17': 'openjdk-17-jre-headless' }, [])
  const home = await findHome()
  if (!home) throw new Error(`No Java 17 in ${MACHINES}.`)
  return { home, java: join(home, 'bin', 'java') }
}

async function findHome(): Promise<string | null> {
  const names = await readdir(MACHINES).catch(() => [])
  const name = names.find(name => DEBIAN_JAVA.test(name))
  return name ? join(MACHINES, name) : null
}
