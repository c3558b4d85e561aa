import './globals.css'
import type { Metadata } from 'next'
import { Lost } from '../site/lost.tsx'
import { lostWords } from '../site/lost-words.ts'
import { siteWords } from '../site/words.ts'
import { ButtonLink } from '../ui/button.tsx'
import { figtree, fraunces } from './fonts.ts'

export const metadata: Metadata = { title: `404 · ${siteWords.fr.name}` }

/** One page for every unknown address, so that it is built once: in French, then in English. */
export default function NotFound() {
  const { fr, en } = { fr: lostWords.fr.notFound, en: lostWords.en.notFound }
  return (
    <html lang="fr" className={`${fraunces.variable} ${figtree.variable}`}>
      <body>
        <main>
          <Lost title={fr.title} text={fr.text}>
            <ButtonLink href="/">{fr.home}</ButtonLink>
            <p lang="en" className="mt-10 text-soft">
              {en.title}. {en.text}{' '}
              <a className="link" href="/en">
                {en.home}
              </a>
            </p>
          </Lost>
        </main>
      </body>
    </html>
  )
}
