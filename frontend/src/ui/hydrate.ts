import { type ComponentType, h, hydrate } from 'preact'

/**
 * Called by Astro for each island, once its script is there: the component takes over the HTML that was built. In place of
 * `@astrojs/preact/client.js`, which also carries signals and islands that are rendered by browsers alone.
 */
export default (element: HTMLElement) => async (Component: ComponentType<object>, props: object) => {
  const island = h(Component, props)
  // As in the build, where `useId` counts from the island's number on.
  Object.assign(island, { __m: [element.dataset.preactIslandId ?? null, 0] })
  hydrate(island, element)
}
