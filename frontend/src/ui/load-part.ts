/** On `window`: a part that the user asked for did not load. The document decides what to do about it. */
const PART_LOST = 'tiptop:part-lost'

/**
 * Loads a part of the site on demand; every `import()` goes through here. Browsers remember that an import failed and fail
 * the next one without asking the server, so a part that is lost once comes only with the page loaded again: the document
 * does that (`ui/lost-parts.ts`), except for an `optional` part, for which no one waits.
 * @throws what the import failed with; the caller says so
 */
export async function loadPart<Part>(load: () => Promise<Part>, need: 'asked' | 'optional' = 'asked'): Promise<Part> {
  try {
    return await load()
  } catch (error) {
    if (need === 'asked') window.dispatchEvent(new Event(PART_LOST))
    throw error
  }
}
