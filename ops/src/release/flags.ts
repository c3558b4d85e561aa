import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Colour, GREEN_FLAG, MAINTENANCE_FLAG } from './colour.ts'

/** The files by which nginx is told what to do, without a reload: each change is one rename or one removal. */
export function openFlags(folder: string) {
  const set = async (name: string) => {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, `${name}.tmp`), '')
    await rename(join(folder, `${name}.tmp`), join(folder, name))
  }
  const clear = (name: string) => rm(join(folder, name), { force: true })
  return {
    colour: (): Colour => (existsSync(join(folder, GREEN_FLAG)) ? 'green' : 'blue'),
    serve: (colour: Colour) => (colour === 'green' ? set(GREEN_FLAG) : clear(GREEN_FLAG)),
    maintenance: () => existsSync(join(folder, MAINTENANCE_FLAG)),
    setMaintenance: (on: boolean) => (on ? set(MAINTENANCE_FLAG) : clear(MAINTENANCE_FLAG)),
  }
}
export type Flags = ReturnType<typeof openFlags>
