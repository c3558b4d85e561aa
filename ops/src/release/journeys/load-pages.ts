import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { findChromium, uncaughtErrors } from '../../tools/chromium.ts'
import type { Tools } from '../../tools/tools.ts'
import { readMaintenance } from '../maintenance.ts'

type PageLoads = { target: Target; tools: Pick<Tools, 'shell'>; signal: AbortSignal; tell(detail: string): void }

/** The pages of a player who is not signed in. */
const PAGES = ['/', '/connexion', '/jeu']

/**
 * Loads pages in a browser, where this server has one: a page that answers 200 and whose script throws is of no use. A
 * browser that is missing or fails by itself stops nothing.
 * @throws a Failure with the page and what its script threw
 */
export async function loadPages({ target: { home, settings }, tools, signal, tell }: PageLoads): Promise<void> {
  if (await readMaintenance(home)) return tell('pas essayées : un navigateur ne passe pas la page de maintenance')
  const program = await findChromium(tools.shell)
  if (!program) return tell('pas essayées : ce serveur n’a pas Chromium (paquet chromium-headless-shell)')
  const { HTTP_ADDRESS, HTTPS_PORT: port, NEXT_PUBLIC_WEB_URL: site } = settings
  const door = { host: HTTP_ADDRESS === '0.0.0.0' ? '127.0.0.1' : HTTP_ADDRESS, port }
  for (const page of PAGES) {
    const url = `${site}${page}`
    const errors = await uncaughtErrors(program, { url, door, signal }, tools.shell).catch((error: Error) => error)
    signal.throwIfAborted()
    if (errors instanceof Error) return tell(`pas essayées : Chromium n’a pas fini (${errors.message.split('\n')[0]})`)
    if (errors.length) throw new Failure('check-failed', `${url} : un script échoue. ${errors.join(' ; ')}`)
  }
  tell(`${PAGES.length} pages, aucune erreur de script vue`)
}
