import { type BrowserName, browserName, type SystemName, systemName } from '@tiptop/contract/sessions.ts'

/** The device that opened a session, in our own words; null where the browser does not say. */
export type Device = { browser: BrowserName | null; system: SystemName | null }

/** The order matters: most browsers also name the ones that they imitate. */
const BROWSERS: [BrowserName, RegExp][] = [
  ['edge', /\bEdg(e|A|iOS)?\//],
  ['opera', /\b(OPR|Opera)\//],
  ['samsung', /\bSamsungBrowser\//],
  ['firefox', /\b(Firefox|FxiOS)\//],
  ['chrome', /\b(Chrome|CriOS)\//],
  ['safari', /\bVersion\/.*\bSafari\//],
]
const SYSTEMS: [SystemName, RegExp][] = [
  ['android', /\bAndroid\b/],
  ['ios', /\b(iPhone|iPad|iPod)\b/],
  ['windows', /\bWindows\b/],
  ['chromeos', /\bCrOS\b/],
  ['macos', /\bMac OS X\b/],
  ['linux', /\bLinux\b/],
]

const named = <Name>(text: string, names: [Name, RegExp][]) => names.find(([, sign]) => sign.test(text))?.[0] ?? null

/** The device that a browser names in its header `User-Agent`. */
export function deviceOf(userAgent = ''): Device {
  const text = userAgent.slice(0, 500)
  return { browser: named(text, BROWSERS), system: named(text, SYSTEMS) }
}

/** The device as a row has it. */
export function storedDevice(row: { browser: string | null; system: string | null }): Device {
  const [browser, system] = [browserName.safeParse(row.browser).data, systemName.safeParse(row.system).data]
  return { browser: browser ?? null, system: system ?? null }
}
