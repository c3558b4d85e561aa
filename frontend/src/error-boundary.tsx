import type { ComponentType } from 'preact'
import { useEffect, useErrorBoundary } from 'preact/hooks'
import { Button } from './ui/button.tsx'
import { HydratedIsland, useHydrated } from './ui/hydrated.ts'
import { keepFocus } from './ui/kept-focus.ts'
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

/** An island that shows this component. If the component throws, it says so and offers to load the page again. */
export function withErrorBoundary<Props extends { lang: Lang }>(Content: ComponentType<Props>): ComponentType<Props> {
  return props => {
    const [error] = useErrorBoundary(error => console.error(error))
    const isHydrated = useHydrated()
    useEffect(keepFocus, [])
    if (error !== undefined) return <Broken lang={props.lang} />
    return (
      <HydratedIsland.Provider value={isHydrated}>
        <Content {...props} />
      </HydratedIsland.Provider>
    )
  }
}

function Broken({ lang }: { lang: Lang }) {
  const words = brokenWords[lang]
  return (
    <div role="alert">
      <Lost title={words.title} text={words.text}>
        <Button onClick={() => window.location.reload()}>{words.retry}</Button>
      </Lost>
    </div>
  )
}
