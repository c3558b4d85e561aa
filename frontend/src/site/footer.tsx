import { compliance, complianceWords } from '../legal/accessibility/compliance.ts'
import { Mark } from '../ui/drawings/botanicals.tsx'
import { type Lang, pathIn } from '../ui/language.ts'
import { footerWords } from './footer-words.ts'
import { siteWords } from './words.ts'

const legalPages = [
  { path: '/reglement', word: 'rules' },
  { path: '/mentions-legales', word: 'notice' },
  { path: '/confidentialite', word: 'privacy' },
  { path: '/cookies', word: 'cookies' },
] as const

export function Footer({ lang }: { lang: Lang }) {
  const words = footerWords[lang]
  return (
    <footer className="on-dark bg-night text-cream">
      <div className="shell flex flex-col gap-8 py-12 md:flex-row md:items-center md:justify-between">
        <div className="flex items-start gap-4">
          <Mark className="mt-1 h-10 shrink-0 text-honey" />
          <div>
            <p className="font-display text-xl">{siteWords[lang].name}</p>
            <p className="mt-1 max-w-xs text-[0.9375rem] leading-relaxed text-cream/85">{words.house}</p>
          </div>
        </div>
        <div className="text-[0.9375rem] md:text-right">
          <p className="text-cream/85">{words.responsibly}</p>
          <nav aria-label={words.about} className="mt-2 flex flex-wrap gap-x-5 md:justify-end">
            {legalPages.map(({ path, word }) => (
              <FooterLink key={path} href={pathIn(lang, path)} text={words[word]} />
            ))}
            <FooterLink href={pathIn(lang, '/accessibilite')} text={complianceWords[lang][compliance.state]} />
            <FooterLink href={pathIn(lang, '/plan-du-site')} text={words.siteMap} />
          </nav>
        </div>
      </div>
    </footer>
  )
}

function FooterLink({ href, text }: { href: string; text: string }) {
  return (
    <a
      href={href}
      className="inline-flex min-h-11 items-center font-medium text-honey underline underline-offset-4 hover:decoration-2"
    >
      {text}
    </a>
  )
}
