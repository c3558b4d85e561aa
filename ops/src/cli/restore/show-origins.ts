import { asideWords, listAsides } from '../../archive/aside/asides.ts'
import { foreignWords } from '../../archive/manifest.ts'
import { windowOf } from '../../archive/physical/window.ts'
import type { Environment } from '../../environment/environment.ts'
import { openTarget } from '../../environment/target.ts'
import { listForeign, listOrigins } from '../../restore/in-place/origin.ts'
import { utcSecond } from '../../time/words.ts'
import { openShell } from '../../tools/shell.ts'
import { answer } from '../dialogue/answer.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'

/** Shows what the database of an environment could be given back from (4.1/N): copies, what was put aside, moments. */
export async function showOrigins(tools: CliTools, environment: Environment, json: boolean): Promise<void> {
  const target = await openTarget(tools.config, environment)
  const shell = { shell: openShell() }
  const [origins, windows] = [await listOrigins(target.home, shell), await windowOf(target, shell)]
  const asides = await listAsides(target.home, shell).catch(() => [])
  const shown = origins.map(({ kind, name, at }) => ({ kind, name, at }))
  const moments = windows.flatMap(window => {
    if ('why' in window) return `  ! ${window.why}`
    if (!window.from || !window.until) return `  ! ${places[window.repository]} n’a pas encore de sauvegarde de base`
    return window.spans.map(
      ({ from, until }) =>
        `  --to    un moment du ${utcSecond(from)} au ${utcSecond(until)}  ${places[window.repository]}`,
    )
  })
  const lines = shown.map(({ kind, name, at }) => `  --point ${name.padEnd(28)}  ${utcSecond(at)}  ${kinds[kind]}`)
  const foreign = (await listForeign(target.home)).map(copy => `  ! ${foreignWords(copy, environment)}`)
  const kept = asides.length ? ['Mis de côté :', ...asides.map(aside => `  ${asideWords(aside)}`)] : []
  const text = [`De quoi rendre la base de ${environment} :`, ...lines, ...moments, ...foreign, ...kept, ''].join('\n')
  answer(tools, json, { origins: shown, windows, asides }, text)
}

const kinds = { copy: 'copie', aside: 'base mise de côté' }
const places = { here: 'archive de ce serveur', s3: 'archive lointaine' }
