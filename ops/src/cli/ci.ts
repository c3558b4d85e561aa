import { join } from 'node:path'
import { Command } from 'commander'
import { type CiAddresses, checkCi } from '../ci/check-ci.ts'
import { readCiSettings, readCiVersions } from '../ci/ci-installation.ts'
import type { CiFinding } from '../ci/findings.ts'
import { answer } from './dialogue/answer.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { RunEnded, UsageError } from './dialogue/exit-codes.ts'
import { type CommonOptions, jsonOption } from './dialogue/options.ts'

/** The checkout that this program runs from. */
const CHECKOUT = join(import.meta.dirname, '..', '..', '..')

type CheckOptions = Pick<CommonOptions, 'json'> & CiAddresses & { settings: string }

/** `tiptop ci check`: whether Gitea, Jenkins, SonarQube and Grafana are as the files of this repository rely on. */
export function ciCommand(tools: CliTools): Command {
  const ci = new Command('ci').description('L’intégration continue de ce serveur.')
  ci.command('check')
    .description(
      'Demander à Gitea, Jenkins, SonarQube et Grafana chaque chose dont dépendent les déploiements, et dire ce qui diffère.',
    )
    .option('--settings <fichier>', 'les réglages de l’intégration continue', '/srv/devops/ci/.env')
    .option('--jenkins <adresse>', 'où Jenkins répond', 'http://127.0.0.1:8080')
    .option('--gitea <adresse>', 'où Gitea répond', 'http://127.0.0.1:3000')
    .option('--grafana <adresse>', 'où Grafana répond', 'http://127.0.0.1:3001')
    .option('--nginx <adresse>', 'l’adresse IPv4 où nginx répond pour leurs noms', '127.0.0.1')
    .addOption(jsonOption)
    .action((options: CheckOptions) => check(tools, options))
  return ci
}

async function check(tools: CliTools, { settings: file, json, ...addresses }: CheckOptions): Promise<void> {
  for (const name of ['jenkins', 'gitea', 'grafana'] as const)
    if (!/^https?:\/\//.test(addresses[name]) || !URL.canParse(addresses[name]))
      throw new UsageError(`--${name} ${addresses[name]} : une adresse en http:// ou https://.`)
  const settings = await readCiSettings(file)
  const versions = await readCiVersions(CHECKOUT)
  const findings = await checkCi({ settings, versions, addresses, homes: tools.config })
  answer(tools, json, { findings }, findings.map(line).join(''))
  const bad = findings.filter(({ state }) => state === 'differs' || state === 'unknown')
  if (bad.length) throw new RunEnded('failed', ending(bad))
}

const SIGNS: Record<CiFinding['state'], string> = { 'as-expected': '✓', differs: '✗', unknown: '?', off: '–' }

function line({ service, what, state, said, hint }: CiFinding): string {
  return `  ${SIGNS[state]} ${`${service}, ${what}`.padEnd(34)}  ${said}\n${hint ? `      → ${hint}\n` : ''}`
}

function ending(bad: CiFinding[]): string {
  const unseen = bad.filter(({ state }) => state === 'unknown').length
  const parts = [`${bad.length - unseen} différence(s)`, ...(unseen ? [`${unseen} service(s) non vu(s)`] : [])]
  return `l’intégration continue n’est pas comme ce dépôt l’attend : ${parts.join(', ')}`
}
