import { type Lang, typeset } from '../../ui/language.ts'
import { type KeptThing, keptThings } from './kept-things.ts'

const words = typeset({
  fr: {
    purpose: 'À quoi il sert',
    lasts: 'Combien de temps',
    places: {
      cookie: 'cookie',
      localStorage: 'stockage local',
      sessionStorage: 'stockage de l’onglet',
      cache: 'cache de pages',
      worker: 'service worker',
    },
  },
  en: {
    purpose: 'What it is for',
    lasts: 'How long it lasts',
    places: {
      cookie: 'cookie',
      localStorage: 'local storage',
      sessionStorage: 'storage of the tab',
      cache: 'page cache',
      worker: 'service worker',
    },
  },
} satisfies Record<Lang, { purpose: string; lasts: string; places: Record<KeptThing['place'], string> }>)

export function KeptList({ lang }: { lang: Lang }) {
  const { purpose, lasts, places } = words[lang]
  return (
    <ul className="mt-5 grid gap-4">
      {keptThings.map(thing => (
        <li key={thing.name} className="rounded-lg border border-line bg-paper px-5 py-4">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
            <code className="font-mono font-semibold wrap-anywhere text-forest">{thing.name}</code>
            <span className="text-sm text-soft">{places[thing.place]}</span>
          </p>
          <dl className="mt-2 grid gap-2 text-[0.9375rem]">
            <div>
              <dt className="text-sm font-semibold text-infusion">{purpose}</dt>
              <dd>{thing.purpose[lang]}</dd>
            </div>
            <div>
              <dt className="text-sm font-semibold text-infusion">{lasts}</dt>
              <dd>{thing.lasts[lang]}</dd>
            </div>
          </dl>
        </li>
      ))}
    </ul>
  )
}
