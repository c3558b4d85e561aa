import { Mark } from '../ui/drawings/botanicals.tsx'
import { type Lang, pathIn } from '../ui/language.ts'
import { Link } from '../ui/link.tsx'
import { siteWords } from './words.ts'

export function Footer({ lang }: { lang: Lang }) {
  const { name, footer } = siteWords[lang]
  return (
    <footer className="on-dark bg-night text-cream">
      <div className="shell flex flex-col gap-8 py-12 md:flex-row md:items-center md:justify-between">
        <div className="flex items-start gap-4">
          <Mark className="mt-1 h-10 shrink-0 text-honey" />
          <div>
            <p className="font-display text-xl">{name}</p>
            <p className="mt-1 max-w-xs text-[0.9375rem] leading-relaxed text-cream/85">{footer.house}</p>
          </div>
        </div>
        <div className="text-[0.9375rem] md:text-right">
          <p className="text-cream/85">{footer.responsibly}</p>
          <Link
            href={pathIn(lang, '/reglement')}
            className="mt-1 inline-block py-2 font-medium text-honey underline underline-offset-4 hover:decoration-2"
          >
            {footer.rules}
          </Link>
        </div>
      </div>
    </footer>
  )
}
