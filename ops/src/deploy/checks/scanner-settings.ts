import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SonarError } from '../../tools/sonar.ts'

const FILE = 'sonar-project.properties'
/** Where the scanner works, and empties what it finds. */
const WORK = '.scannerwork'
/** What a commit may say of its analysis. Others name programs that the scanner starts, or options of its Java. */
const ALLOWED = new Set([
  'sonar.projectName',
  'sonar.sourceEncoding',
  'sonar.sources',
  'sonar.tests',
  'sonar.inclusions',
  'sonar.exclusions',
  'sonar.test.inclusions',
  'sonar.test.exclusions',
  'sonar.coverage.exclusions',
  'sonar.cpd.exclusions',
])

/**
 * The scanner runs beside the token and the engine, and takes its settings from the commit: it is started only with those
 * that start nothing.
 * @throws a {@link SonarError} for every other one, and for a link in the place of what the scanner reads or writes
 */
export async function expectHarmlessSettings(checkout: string): Promise<void> {
  if (await kindOf(join(checkout, WORK))) throw new SonarError(`le commit contient ${WORK}`)
  const kind = await kindOf(join(checkout, FILE))
  if (!kind) return
  if (!kind.isFile()) throw new SonarError(`${FILE} n’est pas un fichier`)
  const fault = faultIn(await readFile(join(checkout, FILE), 'utf8'))
  if (fault !== null) throw new SonarError(`${FILE} règle ce qu’un commit ne règle pas : « ${fault} »`)
}

const kindOf = (path: string) => lstat(path).catch(() => null)

/** @returns the first line that is not plainly one of the allowed settings; null when all are */
export function faultIn(text: string): string | null {
  let continued = false
  for (const line of text.split(/[\n\r\f\u0085\u2028\u2029]/)) {
    const [, name = ''] = /^(sonar\.[\w.]+)=/.exec(line) ?? []
    const plain = continued ? !/sonar|=|:/.test(line) : !line.trim() || /^#.*[^\\]$/.test(line) || ALLOWED.has(name)
    // An escape could spell another name; at the end of a line it only continues it.
    if (!plain || /\\./.test(line)) return line.trim().slice(0, 60)
    continued = line.endsWith('\\')
  }
  return null
}
