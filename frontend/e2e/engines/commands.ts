/**
 * The commands of W3C WebDriver that the journeys need: as Firefox calls them in its own protocol (Marionette), and as
 * WebKitWebDriver takes them over HTTP.
 */
export const commands = {
  open: { marionette: 'WebDriver:Navigate', method: 'POST', path: '/url' },
  back: { marionette: 'WebDriver:Back', method: 'POST', path: '/back' },
  resize: { marionette: 'WebDriver:SetWindowRect', method: 'POST', path: '/window/rect' },
  run: { marionette: 'WebDriver:ExecuteScript', method: 'POST', path: '/execute/sync' },
  addCookie: { marionette: 'WebDriver:AddCookie', method: 'POST', path: '/cookie' },
  deleteCookies: { marionette: 'WebDriver:DeleteAllCookies', method: 'DELETE', path: '/cookie' },
  click: { marionette: 'WebDriver:ElementClick', method: 'POST', path: '/element/{id}/click' },
  clear: { marionette: 'WebDriver:ElementClear', method: 'POST', path: '/element/{id}/clear' },
  type: { marionette: 'WebDriver:ElementSendKeys', method: 'POST', path: '/element/{id}/value' },
  picture: { marionette: 'WebDriver:TakeScreenshot', method: 'GET', path: '/screenshot' },
} as const

/** Sends a command to the browser. @returns its value @throws an Error with what the browser answered to a command that failed */
type Send = (command: keyof typeof commands, parameters?: Record<string, unknown>) => Promise<unknown>

/** A browser that runs, in a folder of its own, until it is stopped. Its window is that of a phone, and it saves what it downloads in `downloads`. */
export type Engine = { send: Send; downloads: string; stop(): Promise<void> }
