'use client'
import { useRouter } from 'next/navigation'
import type { ComponentProps, MouseEvent } from 'react'

/**
 * A link within the site: an ordinary anchor that changes the page without a full load, and prefetches it when a finger
 * or a pointer comes near. (Next's own link does more, at ten times the weight on a phone.)
 */
export function Link({ href, ...rest }: ComponentProps<'a'> & { href: string }) {
  const router = useRouter()
  const ready = () => router.prefetch(href)
  const go = (event: MouseEvent) => {
    const opensElsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (event.defaultPrevented || opensElsewhere) return
    event.preventDefault()
    router.push(href)
  }
  return <a {...rest} href={href} onClick={go} onPointerEnter={ready} onTouchStart={ready} onFocus={ready} />
}
