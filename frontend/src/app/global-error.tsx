'use client'
import './globals.css'
import { Lost } from '../site/lost.tsx'
import { lostWords } from '../site/lost-words.ts'
import { Button } from '../ui/button.tsx'

/** Replaces the whole page when even its frame breaks. */
export default function GlobalError({ reset }: { reset(): void }) {
  const words = lostWords.fr.broken
  return (
    <html lang="fr">
      <body>
        <main>
          <Lost title={words.title} text={words.text}>
            <Button onClick={reset}>{words.retry}</Button>
          </Lost>
        </main>
      </body>
    </html>
  )
}
