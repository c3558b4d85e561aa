import type { Plugin } from 'vite'

/**
 * Leaves `import()` as it is. Vite would wrap each one in a kilobyte of script that first loads the styles of the part;
 * all styles of the site belong to its pages.
 */
export const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: {
    filter: { id: /vite\/preload-helper\.js$/ },
    handler: () => 'export const __vitePreload = load => load()',
  },
}
