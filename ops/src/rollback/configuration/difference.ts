import { parseEnv } from 'node:util'

/** One setting that is not what it was; null: it is absent. */
export type SettingChange = { setting: string; was: string | null; becomes: string | null }

/** Where nginx listens, and the root that was deposited: they belong to this server, whichever release it runs. */
export const OWN_SETTINGS = ['HTTP_ADDRESS', 'HTTP_PORT', 'HTTPS_PORT', 'COMMITMENT_ROOT'] as const

/** The settings in which two files differ, whatever their comments and their order; those of this server are left out. */
export function settingsChanged(was: string, becomes: string): SettingChange[] {
  const [before, after] = [parseEnv(was), parseEnv(becomes)]
  const names = new Set([...Object.keys(after), ...Object.keys(before)])
  for (const name of OWN_SETTINGS) names.delete(name)
  return [...names]
    .map(setting => ({ setting, was: before[setting] ?? null, becomes: after[setting] ?? null }))
    .filter(({ was, becomes }) => was !== becomes)
}

/** The same text with these settings, each where it was; one that it does not have comes at its end. */
export function withSettings(text: string, own: Record<string, string>): string {
  const names = new Set(Object.keys(own))
  const nameOf = (line: string) => line.slice(0, Math.max(0, line.indexOf('=')))
  const lines = text.trimEnd().split('\n')
  const more = [...names].filter(name => !lines.some(line => nameOf(line) === name))
  const setting = (name: string) => `${name}=${own[name]}`
  return [
    ...lines.map(line => (names.has(nameOf(line)) ? setting(nameOf(line)) : line)),
    ...more.map(setting),
    '',
  ].join('\n')
}

/** The lines that go and those that come between two texts, in their order; one that only moved is neither. */
export function linesChanged(was: string, becomes: string): string[] {
  const [before, after] = [was.trimEnd().split('\n'), becomes.trimEnd().split('\n')]
  const [gone, come] = [without(before, after), without(after, before)]
  return [...gone.map(line => `- ${line.trim()}`), ...come.map(line => `+ ${line.trim()}`)]
}

/** The lines of one list that the other one has fewer of. */
function without(lines: string[], others: string[]): string[] {
  const left = new Map<string, number>()
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1)
  return lines.filter(line => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count < 1
  })
}
