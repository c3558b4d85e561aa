import { type Lang, pathIn } from '../ui/language.ts'
import { pageTitles } from './page-titles.ts'
import { siteWords } from './words.ts'

const icon = (name: string, size: number, purpose: 'any' | 'maskable') => ({
  src: `/${name}.png`,
  sizes: `${size}x${size}`,
  type: 'image/png',
  purpose,
})

/** Returns what a phone reads to put the site on its home screen: https://www.w3.org/TR/appmanifest/ */
export function manifestIn(lang: Lang) {
  const shortcut = (name: string, path: string) => ({ name, url: pathIn(lang, path) })
  const { nav } = siteWords[lang]
  return {
    id: '/',
    name: siteWords[lang].name,
    short_name: siteWords[lang].name,
    description: pageTitles[lang].home.description,
    lang,
    start_url: pathIn(lang, '/'),
    scope: '/',
    display: 'standalone',
    background_color: '#f7f1e3',
    theme_color: '#1f3d2f',
    icons: [icon('icon-192', 192, 'any'), icon('icon-512', 512, 'any'), icon('icon-maskable-512', 512, 'maskable')],
    shortcuts: [shortcut(nav.play, '/jeu'), shortcut(nav.mine, '/mes-gains')],
  }
}
