import { join } from 'node:path'
import { type ComposeProject, composeProject } from '../tools/compose.ts'
import type { Colour, Home } from './home.ts'
import { settingsShape } from './settings.ts'

/** What stays while releases come and go: the database and the door; `folder` holds its files. */
export function infraProject(home: Home, folder = home.infra): ComposeProject {
  return composeProject(join(folder, 'infra.yaml'), [home.settings, join(folder, 'infra.env')], variablesOf(home))
}

/** One release: `folder` holds its compose file and the settings that it was made with. */
export function appProject(
  home: Home,
  colour: Colour,
  images: { backend: string; frontend: string },
  folder = home.colour(colour),
): ComposeProject {
  return composeProject(join(folder, 'app.yaml'), [join(folder, 'settings.env')], {
    ...variablesOf(home),
    COLOUR: colour,
    BACKEND_IMAGE: images.backend,
    FRONTEND_IMAGE: images.frontend,
  })
}

/** Compose believes its own environment more than any file, so exported settings are removed from it. */
function variablesOf(home: Home) {
  const exported = Object.keys(settingsShape.shape).map(name => [name, undefined])
  return { ...Object.fromEntries(exported), STACK: home.stack, TIPTOP_HOME: home.folder }
}
