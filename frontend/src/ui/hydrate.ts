import { type ComponentType, h, hydrate, options } from 'preact'
import { followTranslation } from './translated-text.ts'

followTranslation()

/**
 * Called by Astro for each island, once its script is there: the component takes over the HTML that was built. In place of
 * `@astrojs/preact/client.js`, which also carries signals and islands that are rendered by browsers alone.
 */
export default (element: HTMLElement) => async (Component: ComponentType<object>, props: object) => {
  const island = h(Component, props)
  // As in the build, where `useId` counts from the island's number on.
  Object.assign(island, { __m: [element.dataset.preactIslandId ?? null, 0] })
  const handOverTyped = keepTyped(element)
  hydrate(island, element)
  handOverTyped()
}

/** Keeps what was typed already: the next render empties the fields. @returns what hands it over to the island */
function keepTyped(element: HTMLElement): () => void {
  const fields = [...element.querySelectorAll<HTMLInputElement>('input:not([type="file"])')]
  const changed = fields.filter(field => field.value !== field.defaultValue || field.checked !== field.defaultChecked)
  const typed = changed.map(field => ({ field, value: field.value, checked: field.checked }))
  return () => {
    const { debounceRendering } = options
    // Each field is rendered before the next one is handed over.
    options.debounceRendering = render => render()
    for (const { field, value, checked } of typed) handOver(field, value, checked)
    options.debounceRendering = debounceRendering
  }
}

function handOver(field: HTMLInputElement, value: string, checked: boolean): void {
  if (field.type === 'checkbox' || field.type === 'radio') {
    field.checked = !checked
    field.click()
  } else {
    field.value = value
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
}
