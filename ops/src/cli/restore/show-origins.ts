import { asideWords, listAsides } from '../../archive/aside/asides.ts'
import { lossWords } from '../../archive/database/loss/loss.ts'
import { foreignWords } from '../../archive/manifest.ts'
import type { Environment } from '../../environment/environment.ts'
import { openTarget } from '../../environment/target.ts'
import { listForeign } from '../../restore/in-place/origin.ts'
import { utcSecond } from '../../time/words.ts'
import { openShell } from '../../tools/shell.ts'
import { answer } from '../dialogue/answer.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { optionOf, waysBack } from './ways-back.ts'

/** Shows what the database of an environment could be given back from (4.1/N), and what each way would lose (4.3/AI). */
export async function showOrigins(tools: CliTools, environment: Environment, json: boolean): Promise<void> {
  const target = await openTarget(tools.config, environment)
  const shell = { shell: openShell() }
  const { ways, windows, archive } = await waysBack(target, shell)
  const asides = await listAsides(target.home, shell).catch(() => [])
  const moments = windows.flatMap(window => {
    if ('why' in window) return `  ! ${window.why}`
    if (!window.from || !window.until) return `  ! ${places[window.repository]} n’a pas encore de sauvegarde de base`
    return window.spans.map(
      ({ from, until }) =>
        `  --to    un moment du ${utcSecond(from)} au ${utcSecond(until)}  ${places[window.repository]}`,
    )
  })
  const lines = ways.map(
    way => `  ${optionOf(way)}  ${utcSecond(way.at)}  ${kinds[way.kind]} ; ${lossWords(way.lost, archive)}`,
  )
  const foreign = (await listForeign(target.home)).map(copy => `  ! ${foreignWords(copy, environment)}`)
  const kept = asides.length ? ['Mis de côté :', ...asides.map(aside => `  ${asideWords(aside)}`)] : []
  const text = [`De quoi rendre la base de ${environment} :`, ...lines, ...moments, ...foreign, ...kept, ''].join('\n')
  answer(tools, json, { origins: ways.filter(({ kind }) => kind !== 'moment'), ways, windows, archive, asides }, text)
}

const kinds = { copy: 'copie', aside: 'base mise de côté', moment: 'dernier moment archivé' }
const places = { here: 'archive de ce serveur', s3: 'archive lointaine' }
