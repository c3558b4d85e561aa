/**
 * What the document does when a part of the page does not load: the network was away for a moment, or the page is older
 * than the release that is served. It loads the page again, once, if the server answers; a page that was loaded again and
 * still lacks a part offers it, so that no loop can begin. This script is part of the page itself, because a file could be
 * lost as well, and imports nothing, because Astro then writes it into the page.
 */

let isRecovering = false

async function recover(isIslandLost: boolean): Promise<void> {
  if (isRecovering) return
  isRecovering = true
  const isServed = await fetch(location.href, { method: 'HEAD', cache: 'no-store' }).then(
    answer => answer.status < 500,
    () => false,
  )
  if (isServed && !wasLoadedAgain() && !holdsText()) return location.reload()
  isRecovering = false
  // Without a network, a button that loads the page again would only lose it. The part that was asked for says so itself.
  const notice = document.getElementById('part-lost')
  if (notice && (isServed || isIslandLost)) notice.hidden = false
}

function wasLoadedAgain(): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return navigation?.type === 'reload'
}

/** Whether loading the page again would lose what the user typed. The code of a ticket is kept (`accounts/kept-code.ts`). */
function holdsText(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input:not([name="code"]), textarea')
  return [...fields].some(field => field.value !== field.defaultValue)
}

window.addEventListener('astro:hydration-error', () => void recover(true))
window.addEventListener('tiptop:part-lost', () => void recover(false))
document.addEventListener('click', ({ target }) => {
  if (target instanceof Element && target.closest('#part-lost button')) location.reload()
})

export {}
