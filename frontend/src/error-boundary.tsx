import type { ComponentType } from 'preact'
import { useEffect, useErrorBoundary } from 'preact/hooks'
import { HydratedIsland, useHydrated } from './ui/hydrated.ts'
import { keepFocus } from './ui/kept-focus.ts'
import type { Lang } from './ui/language.ts'
import { loadPart } from './ui/load-part.ts'
import { useLoadedLater } from './ui/loaded-later.ts'

const loadBroken = () => loadPart(() => import('./broken.tsx')).then(module => module.Broken)

/** An island that shows this component. If the component throws, it says so and offers to load the page again. */
export function withErrorBoundary<Props extends { lang: Lang }>(Content: ComponentType<Props>): ComponentType<Props> {
  return props => {
    const [error] = useErrorBoundary(error => console.error(error))
    const isHydrated = useHydrated()
    const Broken = useLoadedLater(error === undefined ? null : loadBroken)
    useEffect(keepFocus, [])
    if (error !== undefined) return Broken && <Broken lang={props.lang} />
    return (
      <HydratedIsland.Provider value={isHydrated}>
        <Content {...props} />
      </HydratedIsland.Provider>
    )
  }
}
