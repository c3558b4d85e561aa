import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
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
