import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isThere } from '../../../../src/tools/files.ts'
import { makeCertificate } from '../../../certificate.ts'
import type { ProgramModel } from '../../server-model.ts'

/** A file of an archive: what it holds, or where it leads as a link. */
export type ArchivedFile = { path: string; text: string } | { path: string; link: string }

/** Programs of the machine itself. An archive of tar is JSON. */
export const machine: ProgramModel = async ([program, ...args]) => {
  if (program === 'chgrp' || program === 'chmod') return ''
  if (program !== 'tar') return null
  const after = (option: string) => args.find(arg => arg.startsWith(option))?.slice(option.length) ?? ''
  const entries = JSON.parse(await readFile(after('--file='), 'utf8')) as ArchivedFile[]
  const wanted = args.at(-1) ?? ''
  const found = entries.filter(({ path }) => path === wanted || path.startsWith(`${wanted}/`))
  if (args.includes('--to-stdout')) return found.map(entry => ('text' in entry ? entry.text : '')).join('')
  for (const entry of found) await layOut(entry, after('--directory='))
  return ''
}

async function layOut(entry: ArchivedFile, folder: string): Promise<void> {
  const to = join(folder, entry.path)
  await mkdir(dirname(to), { recursive: true })
  await rm(to, { force: true })
  if ('link' in entry) await symlink(entry.link, to)
  else await writeFile(to, entry.text)
}

/** An authority that gives what it is asked for once, and finds it good from then on. */
export const certbot: ProgramModel = async command => {
  if (command[0] !== 'certbot') return null
  const valuesOf = (name: string) =>
    command.filter(word => word.startsWith(`--${name}=`)).map(word => word.slice(name.length + 3))
  const folder = join(valuesOf('config-dir')[0] ?? '', 'live', valuesOf('cert-name')[0] ?? '')
  if (await isThere(folder)) return 'Certificate not yet due for renewal'
  await mkdir(folder, { recursive: true })
  await makeCertificate(folder, { names: valuesOf('domain') })
  return ''
}
