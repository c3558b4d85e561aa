import { Button } from './ui/button.tsx'
import { type Lang, typeset } from './ui/language.ts'
import { Lost } from './ui/lost.tsx'

const fr = {
  title: 'Quelque chose n’a pas infusé',
  text: 'La page a rencontré un problème. Vos gains sont en sécurité.',
  retry: 'Réessayer',
}
const en: typeof fr = {
  title: 'Something did not brew',
  text: 'The page ran into a problem. Your prizes are safe.',
  retry: 'Try again',
}
const brokenWords = typeset({ fr, en })

/** What takes the place of an island that broke: it offers to load the page again. */
export function Broken({ lang }: { lang: Lang }) {
  const words = brokenWords[lang]
  return (
    <div role="alert">
      <Lost title={words.title} text={words.text}>
        <Button onClick={() => window.location.reload()}>{words.retry}</Button>
      </Lost>
    </div>
  )
}
