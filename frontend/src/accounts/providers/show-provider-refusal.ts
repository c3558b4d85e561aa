/**
 * Shows why the sign-in through a provider failed, until the visitor sends the form. It imports nothing, because Astro then
 * writes it into the page.
 */
const code = new URLSearchParams(window.location.search).get('erreur')
const notice = document.querySelector<HTMLElement>('[data-provider-refusal]')

if (code && notice) {
  const sentences = [...notice.querySelectorAll<HTMLElement>('[data-code]')]
  const told = sentences.find(({ dataset }) => dataset.code === code) ?? sentences.at(-1)
  for (const sentence of sentences) if (sentence !== told) sentence.remove()
  notice.hidden = false
  document.addEventListener('submit', () => notice.remove(), { once: true })
}

export {}
