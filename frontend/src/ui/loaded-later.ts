import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** Loads a component that few visitors see. Returns null until it is there, and if it cannot be loaded. */
export function useLoadedLater<Props>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> | null {
  const [loaded, setLoaded] = useState<{ Component: ComponentType<Props> } | null>(null)
  useEffect(() => {
    load().then(
      Component => setLoaded({ Component }),
      () => {},
    )
  }, [load])
  return loaded?.Component ?? null
}
