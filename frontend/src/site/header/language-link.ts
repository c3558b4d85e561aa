/**
 * Keeps the link to the other language on the page that is shown, with its query and its fragment, from when a visitor is
 * about to follow it. It imports nothing, because Astro then writes it into the page.
 */
const link = document.querySelector<HTMLAnchorElement>('header a[hreflang]')

function follow(): void {
  if (!link) return
  const { pathname, search, hash } = window.location
  const bare = pathname.replace(/^\/en(?=\/|$)/, '')
  link.href = (link.hreflang === 'en' ? `/en${bare === '/' ? '' : bare}` : bare || '/') + search + hash
}

for (const sign of ['pointerover', 'focus', 'click']) link?.addEventListener(sign, follow)

export {}
