import { resolve } from 'node:path'
import { Command } from 'commander'
import { findingWords, isOpen, judgePackages } from '../deploy/advisories/judge-packages.ts'
import { readAdvisories, readLock } from '../deploy/advisories/read-advisories.ts'
import { answer } from './dialogue/answer.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { RunEnded } from './dialogue/exit-codes.ts'
import { jsonOption } from './dialogue/options.ts'

/** `tiptop advisories`: which packages of a lock file an advisory is about. Needs no network and no environment. */
export function advisoriesCommand(tools: CliTools): Command {
  return new Command('advisories')
    .description('Dire quelles dépendances sont visées par un avis de sécurité, sans réseau.')
    .option('--lock <fichier>', 'le verrou de npm à comparer', 'package-lock.json')
    .option('--list <fichier>', 'les avis, au format OSV ; sinon ceux de environments/ci/advisories', '')
    .addOption(jsonOption)
    .action(async ({ lock, list, json }: { lock: string; list: string; json: boolean }) => {
      const books = await readAdvisories(list && resolve(list))
      const findings = judgePackages(await readLock(resolve(lock)), books, tools.now())
      const open = findings.filter(isOpen)
      const lines = findings.map(finding => `  ${isOpen(finding) ? '✗' : '!'} ${findingWords(finding)}\n`)
      const counted = `${books.advisories.length} avis, le plus récent du ${books.newest}`
      const clear = open.length ? '' : `✓ Aucune dépendance n’est visée sans exception (${counted}).\n`
      answer(
        tools,
        json,
        { advisories: books.advisories.length, newest: books.newest, findings },
        lines.join('') + clear,
      )
      if (open.length) throw new RunEnded('failed', `${open.length} dépendance(s) visée(s) par un avis (${counted})`)
    })
}
