import type { SignedIn } from '../people.ts'
import type { Engine } from './commands.ts'

/** How WebDriver writes an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'
/** The key, as WebDriver writes it. */
const ENTER = '\uE007'
/** An address of the site where nothing runs. */
const NO_PAGE = '/icon.svg'
const PATIENCE_MS = 20_000
const POLL_MS = 50

type Role = 'button' | 'checkbox' | 'dialog' | 'field' | 'heading' | 'item' | 'link' | 'radio' | 'status'

/** Runs in the page: the visible elements of this role whose name holds these words, the exact one first and shown if asked. */
function locate(role: Role, name: string, show: boolean): Element[] {
  const selectors: Record<Role, string> = {
    button: 'button, summary',
    checkbox: 'input[type=checkbox]',
    dialog: 'dialog[open]',
    field: 'input:not([type=checkbox], [type=radio]), select, textarea',
    heading: 'h1, h2, h3',
    item: 'main li',
    link: 'a[href]',
    radio: 'input[type=radio]',
    status: '[role=status], [role=alert]',
  }
  const plain = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim()
  const nameOf = (element: Element) =>
    plain(element.getAttribute('aria-label')) ||
    plain([...((element as HTMLInputElement).labels ?? [])].map(label => label.textContent).join(' ')) ||
    plain(element.textContent)
  const found = [...document.querySelectorAll(selectors[role])]
    .filter(element => element.checkVisibility({ visibilityProperty: true }) && nameOf(element).includes(plain(name)))
    .filter(element => !element.closest('fieldset:disabled, [inert]'))
    .sort((one, other) => nameOf(one).length - nameOf(other).length)
  // WebDriver does not wait until a page has scrolled smoothly.
  if (show) found[0]?.scrollIntoView({ block: 'center', behavior: 'instant' })
  return found
}

/** Runs in the page: whether its islands run and its requests are answered. */
function isQuiet(): boolean {
  const waiting = [...document.querySelectorAll('astro-island[ssr], form fieldset:disabled, [aria-busy="true"]')]
  const asked = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
  return (
    document.readyState === 'complete' &&
    waiting.every(element => element.closest('astro-island[ssr]:is([client="visible"], [client="touched"])')) &&
    asked.filter(({ initiatorType }) => initiatorType === 'fetch').every(({ responseEnd }) => responseEnd > 0)
  )
}

/** A browser in the hand of its user: what they see, press and type. Each action waits until it is possible. */
export function openPhone({ send }: Engine, site: string) {
  const run = <Result, Args extends unknown[]>(script: (...args: Args) => Result, ...args: Args) =>
    send('run', { script: `return (${script}).apply(null, arguments)`, args }) as Promise<Result>

  async function until<Result>(what: string, attempt: () => Promise<Result | null | false>): Promise<Result> {
    let reason: unknown = null
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; ) {
      try {
        const result = await attempt()
        if (result) return result
      } catch (error) {
        reason = error
      }
      await new Promise(done => setTimeout(done, POLL_MS))
    }
    throw new Error(`${what}: not within ${PATIENCE_MS / 1000} s at ${await run(() => location.href)}`, {
      cause: reason,
    })
  }

  const find = async (role: Role, name: string, show = false) => {
    const [element] = (await run(locate, role, name, show)) as unknown as { [ELEMENT]: string }[]
    return element?.[ELEMENT]
  }
  const act = (role: Role, name: string, command: 'click' | 'clear' | 'type', more?: object) =>
    until(`${command} ${role} "${name}"`, async () => {
      const id = await find(role, name, true)
      if (!id) return false
      await send(command, { id, ...more })
      return true
    })

  return {
    run,
    until,

    async open(path: string): Promise<void> {
      await send('open', { url: site + path })
      await until(`${path} is quiet`, () => run(isQuiet))
    },
    back: () => send('back'),
    press: (role: Role, name: string) => act(role, name, 'click'),

    /** Replaces what the field holds, key by key. */
    async fill(name: string, text: string): Promise<void> {
      await act('field', name, 'clear')
      await act('field', name, 'type', { text, value: [...text] })
    },
    /** Presses Enter in this field. */
    enter: (name: string) => act('field', name, 'type', { text: ENTER, value: [ENTER] }),
    /** Waits until an element of this role shows these words. */
    sees: (role: Role, name: string) => until(`sees ${role} "${name}"`, () => find(role, name)),
    /** Waits until the address of the page ends so. */
    arrives: (path: string) =>
      until(`arrives at ${path}`, () => run(end => (location.pathname + location.search).endsWith(end), path)),

    /** Removes what the site keeps in this browser. */
    async forget(): Promise<void> {
      await send('open', { url: site + NO_PAGE })
      await send('deleteCookies')
      await run(() => {
        localStorage.clear()
        sessionStorage.clear()
      })
    },
    /** Opens a session in this browser, as if the user had signed in before. */
    async signIn({ cookie }: SignedIn): Promise<void> {
      const [name, value] = cookie.split('=')
      await send('open', { url: site + NO_PAGE })
      await send('addCookie', { cookie: { name, value, path: '/', httpOnly: true, sameSite: 'Lax' } })
    },
  }
}
export type Phone = ReturnType<typeof openPhone>
