import type { ClientDirective } from 'astro'

/** What people do first with a form: the pointer comes, a finger, the focus, or a password manager fills it in. */
const SIGNS = ['pointerover', 'touchstart', 'focusin', 'input']

/**
 * `client:touched`: the script of an island loads when a visitor is about to use it. Its fields take text from the first,
 * which `hydrate.ts` hands over; a button that is pressed before works as soon as the script is there.
 */
const touched: ClientDirective = async (load, _options, island) => {
  let again = () => {}
  const hold = (event: Event) => {
    if (!island.hasAttribute('ssr')) return
    const button = (event.target as Element).closest('button')
    if (!button && event.type === 'click') return
    event.preventDefault()
    again = () => (button ?? (event.target as HTMLFormElement).querySelector('button'))?.click()
  }
  for (const part of island.querySelectorAll<HTMLButtonElement>('fieldset, button')) part.disabled = false
  for (const type of ['click', 'submit']) island.addEventListener(type, hold)
  await new Promise(resolve => {
    for (const sign of SIGNS) island.addEventListener(sign, resolve, { once: true })
  })
  await (await load())()
  if (!island.hasAttribute('ssr')) again()
}

export default touched
