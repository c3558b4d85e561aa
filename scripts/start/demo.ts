import type { Children } from '../process/children.ts'
import type { Tell } from '../terminal.ts'

/** What there is to try: an account of each role, and codes that have not been played. */
export type Demo = {
  accounts: { role: string; email: string; password: string }[]
  codes: string[]
  /** what is not as it should be, in a sentence */
  warning?: string
}

type Wanted = { env: NodeJS.ProcessEnv; cwd: string; printFile: string; tell: Tell }

/** Makes the demonstration contest, its tickets and accounts, or keeps those that are there. */
export async function prepareDemo(children: Children, { env, cwd, printFile, tell }: Wanted): Promise<Demo> {
  let generated = ''
  const onLine = (line: string) => {
    const [, done, total] = /([\d\s]+) \/ ([\d\s]+)\(/.exec(line) ?? []
    if (!done || !total) return
    generated = total.trim()
    tell(`${done.trim()} sur ${generated} tickets générés…`)
  }
  const command = ['backend/src/demo.ts', '--json', '--print-file', printFile]
  const said = await children.run(process.execPath, command, { env, cwd, onLine })
  const json = said.split('\n').findLast(line => line.startsWith('{'))
  if (!json) throw new Error(`La démonstration n'a pas rendu ses comptes :\n${said}`)
  tell(generated ? `${generated} tickets générés` : 'gardés tels quels')
  return JSON.parse(json) as Demo
}
