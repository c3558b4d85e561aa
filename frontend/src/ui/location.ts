import { useLayoutEffect, useState } from 'preact/hooks'

/** A parameter of the address (`?name=`). Null if it is absent, and until the page runs in the browser. */
export function useQuery(name: string): string | null {
  return useLocationPart(() => new URLSearchParams(window.location.search).get(name), null)
}

/** A parameter of the fragment (`#name=`), which reaches no server. Undefined until the page runs in the browser. */
export function useFragment(name: string): string | null | undefined {
  return useLocationPart(() => new URLSearchParams(window.location.hash.slice(1)).get(name), undefined)
}

/** Returns `first` as long as the page shows what was built, and then what `read` finds, whenever the address changes. */
function useLocationPart<Part, First>(read: () => Part, first: First): Part | First {
  const [part, setPart] = useState<Part | First>(first)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `read` is written where it is used, for one name
  useLayoutEffect(() => {
    const follow = () => setPart(read())
    follow()
    window.addEventListener('popstate', follow)
    window.addEventListener('hashchange', follow)
    return () => {
      window.removeEventListener('popstate', follow)
      window.removeEventListener('hashchange', follow)
    }
  }, [])
  return part
}
