import { Refusal } from '../refusal.ts'

/** What a person types who counts or runs along the keyboard, in France or elsewhere. */
const ROWS = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'azertyuiopqsdfghjklmwxcvbn', 'qwertyuiopasdfghjklzxcvbnm']
const PATHS = ROWS.flatMap(row => [row + row, [...(row + row)].reverse().join('')])
/** What only this contest makes common. */
const OF_THE_HOUSE = ['thetiptop', 'thétiptop']

let list: Promise<ReadonlySet<string>> | undefined

/** The fifty thousand passwords that leaks show most often. Loaded when the first one is chosen: it is long. */
async function load(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set([...dictionary['passwords-common'], ...OF_THE_HOUSE])
}

/**
 * Whether a password is among the first that an attacker tries: a common one, or one with digits and signs
 * around it, or the same few characters again and again, or neighbours on the keyboard.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  list ??= load()
  const common = await list
  const plain = password.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '')
  const unit = /^(.+?)\1+$/u.exec(plain)?.[1] ?? plain
  if (unit.length <= 4 || PATHS.some(path => path.includes(plain))) return true
  const core = unit.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return [plain, unit, core].some(part => common.has(part))
}

/** Refuses `password-too-common`. */
export async function refuseCommonPassword(password: string): Promise<void> {
  if (await isCommonPassword(password)) throw new Refusal('password-too-common')
}
