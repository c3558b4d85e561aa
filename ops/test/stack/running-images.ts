import type { Colour } from '../../src/environment/home.ts'
import { pieces, type ReleaseImages } from '../../src/release/release.ts'
import { run } from '../machine/run.ts'
import type { Server } from './server.ts'

/** The images that the containers of a colour really run, by digest. */
export async function imagesIn({ home }: Server, colour: Colour): Promise<ReleaseImages> {
  const container = (piece: string) => `${home.stack}-${colour}-${piece}-1`
  const image = async (piece: string) => {
    const [state, named, id] = (
      await run(['docker', 'inspect', '--format', '{{.State.Status}} {{.Config.Image}} {{.Image}}', container(piece)])
    ).split(' ')
    const meant = await run(['docker', 'image', 'inspect', '--format', '{{.Id}}', named ?? ''])
    if (state !== 'running' || meant !== id)
      throw new Error(`${container(piece)} is ${state} and runs ${id}, not ${named}.`)
    return [piece, named] as const
  }
  return Object.fromEntries(await Promise.all(pieces.map(image))) as ReleaseImages
}
