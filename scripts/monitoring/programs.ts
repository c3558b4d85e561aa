import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { unpackFromTrixie } from '../../ops/test/machine/debian.ts'
import { CACHE } from '../../ops/test/machine/engine.ts'

/** Debian's packages and their programs, which are unpacked and not installed: nothing starts by itself. */
const PACKAGES = {
  prometheus: 'prometheus',
  promtool: 'promtool',
  'prometheus-alertmanager': 'prometheus-alertmanager',
  amtool: 'prometheus-alertmanager',
  'prometheus-node-exporter': 'prometheus-node-exporter',
}
const FOLDER = join(CACHE, 'prometheus')

/**
 * Returns where the programs of Prometheus and Alertmanager are, fetched from Debian trixie the first time.
 * @throws an Error that says what is missing where that is not possible
 */
export async function ensurePrometheus(): Promise<(program: keyof typeof PACKAGES) => string> {
  const pathOf = (program: string) => join(FOLDER, 'usr', 'bin', program)
  if (Object.keys(PACKAGES).every(program => existsSync(pathOf(program)))) return pathOf
  if (!existsSync('/usr/bin/apt-get'))
    throw new Error('The alerts are tested by Prometheus itself, as Debian has it: run this test on Debian.')
  await mkdir(CACHE, { recursive: true })
  const folder = await mkdtemp(`${FOLDER}-`)
  await unpackFromTrixie([...new Set(Object.values(PACKAGES))], folder)
  await rm(FOLDER, { recursive: true, force: true })
  // Where another test was faster, its folder is the same.
  await rename(folder, FOLDER).catch(() => rm(folder, { recursive: true }))
  return pathOf
}
