/**
 * Shows whether the mailed link was cut short: whether the address lacks its token, in the query and in the fragment. It
 * imports nothing, because Astro then writes it into the page.
 */
const notice = document.querySelector<HTMLElement>('[data-cut-short]')

function judge(): void {
  const { search, hash } = window.location
  const hasToken = [search, hash].some(part => new URLSearchParams(part.slice(1)).get('jeton'))
  if (notice) notice.hidden = hasToken
}

judge()
window.addEventListener('hashchange', judge)

export {}
