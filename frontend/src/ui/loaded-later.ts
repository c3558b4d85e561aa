import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** Loads a component that few visitors see. Returns null until it is there, if it cannot be loaded, and without `load`. */
export function useLoadedLater<Props>(load: (() => Promise<ComponentType<Props>>) | null): ComponentType<Props> | null {
  const [loaded, setLoaded] = useState<{ Component: ComponentType<Props> } | null>(null)
  useEffect(() => {
    load?.().then(
      Component => setLoaded({ Component }),
      () => {},
    )
  }, [load])
  return loaded?.Component ?? null
}
