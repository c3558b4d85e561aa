import { join } from 'node:path'
import { CommandFailed, type Shell, type ShellCommand } from '../../tools/shell.ts'
import { type CiCheck, differs } from '../findings.ts'

/** What the gate answers to everything that is no request of Jenkins. */
const REFUSAL = 'n’est pas de celles que ce serveur accepte'

/** Comes in with Jenkins' own key, and asks for what it must not get. */
export function gateChecks(
  { shell }: { shell: Shell },
  { home, account }: { home: string; account: string },
): CiCheck[] {
  return [
    {
      what: 'clé de Jenkins',
      async look() {
        const said = await shell.read(asJenkins({ home, account }, 'id')).then(
          out => ({ code: 0, out }),
          error => ({ code: error instanceof CommandFailed ? error.exitCode : null, out: (error as Error).message }),
        )
        if (said.code === 2 && said.out.includes(REFUSAL)) return `n’ouvre que la porte, chez ${account}`
        if (said.code === 0)
          throw differs(
            `La clé de Jenkins ouvre plus que la porte chez ${account} : « id » y a été lancé.`,
            'Dans authorized_keys, la ligne de cette clé commence par restrict,command="… gate.ts …".',
          )
        throw differs(
          `La porte ne répond pas chez ${account} : ${said.out.split('\n').at(-1)}`,
          'environments/ci/README.md, « La porte », dit comment elle s’installe.',
        )
      },
    },
  ]
}

function asJenkins({ home, account }: { home: string; account: string }, request: string): ShellCommand {
  const secret = (name: string) => join(home, 'secrets', name)
  const settings = ['BatchMode=yes', 'IdentitiesOnly=yes', 'StrictHostKeyChecking=yes', 'ConnectTimeout=10']
  const options = [...settings, `UserKnownHostsFile=${secret('deploy-host')}`].flatMap(option => ['-o', option])
  return ['ssh', '-F', 'none', '-T', ...options, '-i', secret('deploy-key'), '-l', account, '127.0.0.1', request]
}
