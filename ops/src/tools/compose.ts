import { join } from 'node:path'
import type { Colour, Home } from '../environment/home.ts'
import { settingsShape } from '../environment/settings.ts'
import type { Images } from '../release/release.ts'
import type { Command } from './shell.ts'

/** A compose project: its command line, and the variables that its file asks for. */
export type Project = { command(...args: string[]): Command; env: Record<string, string | undefined> }

/** What stays while releases come and go: the database and the door; `folder` holds its files. */
export function infraProject(home: Home, folder = home.infra): Project {
  return {
    command: (...args) => compose(join(folder, 'infra.yaml'), [home.settings, join(folder, 'infra.env')], args),
    env: { ...placeOf(home) },
  }
}

/** One release: `folder` holds its compose file and the settings that it was made with. */
export function appProject(home: Home, colour: Colour, images: Images, folder = home.colour(colour)): Project {
  return {
    command: (...args) => compose(join(folder, 'app.yaml'), [join(folder, 'settings.env')], args),
    env: { ...placeOf(home), COLOUR: colour, BACKEND_IMAGE: images.backend, FRONTEND_IMAGE: images.frontend },
  }
}

/** Compose believes its own environment more than any file: a setting that somebody exported is taken out of it. */
function placeOf(home: Home) {
  const exported = Object.keys(settingsShape.shape).map(name => [name, undefined])
  return { ...Object.fromEntries(exported), STACK: home.stack, TIPTOP_HOME: home.folder }
}

function compose(file: string, settings: string[], args: string[]): Command {
  const variables = settings.map(one => `--env-file=${one}`)
  return ['docker', 'compose', '--progress=quiet', ...variables, `--file=${file}`, ...args]
}
