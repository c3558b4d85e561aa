/**
 * Whether the browser loaded its document from a page of the counter. Only then may it use the camera: the policy comes
 * with the document, and stays when a link changes the page without loading a new document.
 */
export function isLoadedHere(): boolean {
  const [navigation] = performance.getEntriesByType('navigation')
  if (!navigation?.name) return true
  return /^(?:\/en)?\/employe(?:\/|$)/.test(new URL(navigation.name).pathname)
}
