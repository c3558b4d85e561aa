import { useLayoutEffect, useState } from 'preact/hooks'
import { useHydrated } from './hydrated.ts'

/** A value that the islands of a page share. */
type Store<Value> = {
  get(): Value
  set(value: Value): void
  /** Calls back with each value that is another than before. @returns what ends it */
  listen(hear: (value: Value) => void): () => void
}

/**
 * Makes a store that holds `first`. `start` runs once, in the browser, when the first island shows the store: a page that
 * is built reads the store as well, and there is nothing to ask then.
 */
export function createStore<Value>(first: Value, start?: () => void): Store<Value> {
  const listeners = new Set<(value: Value) => void>()
  let value = first
  let isStarted = false
  return {
    get: () => value,
    set(next) {
      if (next === value) return
      value = next
      for (const hear of listeners) hear(next)
    },
    listen(hear) {
      listeners.add(hear)
      if (!isStarted) {
        isStarted = true
        start?.()
      }
      return () => listeners.delete(hear)
    },
  }
}

/** The value of a store, for what renders in the browser alone. */
export function useStore<Value>(store: Store<Value>): Value {
  const [value, setValue] = useState(store.get())
  useLayoutEffect(() => {
    const end = store.listen(setValue)
    // It may have changed since the render, and its start may just have changed it.
    setValue(store.get())
    return () => void end()
  }, [store])
  return value
}

/** The value of a store that islands share, and `built` in the first render: the page was built with this value. */
export function useSharedStore<Value>(store: Store<Value>, built: Value): Value {
  const value = useStore(store)
  return useHydrated() ? value : built
}
