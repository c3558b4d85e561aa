import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { findChromium, visitPages } from '../../tools/chromium.ts'
import type { Tools } from '../../tools/tools.ts'
import { readMaintenance } from '../maintenance.ts'

type PageLoads = {
  target: Target
  tools: Pick<Tools, 'shell'>
  signal: AbortSignal
  tell(detail: string): void
  unseen(why: string): void
  /** how long a page may take until it is at rest */
  pageMs?: number
}

/** The pages of a player who is not signed in. */
const PAGES = ['/', '/connexion', '/jeu']

/**
 * Loads pages in a browser, where this server has one: a page that answers 200 and whose script throws is of no use. A
 * browser that is missing, fails by itself or does not see a page to its end stops nothing: the step is then unseen.
 * @throws a Failure with the page and what its script threw
 */
export async function loadPages({ target, tools, signal, tell, unseen, pageMs = 40_000 }: PageLoads): Promise<void> {
  const { home, settings } = target
  if (await readMaintenance(home)) return unseen('pas vues : un navigateur ne passe pas la page de maintenance')
  const program = await findChromium(tools.shell)
  if (!program) return unseen('pas vues : ce serveur n’a pas Chromium (paquet chromium-headless-shell)')
  const { HTTP_ADDRESS, HTTPS_PORT: port, NEXT_PUBLIC_WEB_URL: site } = settings
  const door = { host: HTTP_ADDRESS === '0.0.0.0' ? '127.0.0.1' : HTTP_ADDRESS, port }
  const urls = PAGES.map(page => `${site}${page}`)
  const seen = await visitPages(program, { urls, door, pageMs, signal }, tools.shell).catch((error: Error) => error)
  signal.throwIfAborted()
  if (seen instanceof Error) return unseen(`pas vues : Chromium n’a pas fini (${seen.message.split('\n')[0]})`)
  for (const { url, faults } of seen)
    if (faults.length)
      throw new Failure('check-failed', `${url} : la page ne marche pas. ${faults.join(' ; ')}`, {
        hint: 'Ouvrez cette page dans un navigateur : sa console montre la même erreur.',
      })
  const missed = seen.flatMap(({ url, unseen }) => (unseen ? `${url}, ${unseen}` : []))
  if (missed.length) return unseen(`pas vues jusqu’au bout : ${missed.join(' ; ')}`)
  tell(`${seen.length} pages, aucune erreur de script vue`)
}
