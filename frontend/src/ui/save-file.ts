const LONG_ENOUGH_MS = 60_000

/** Gives the browser a file to save under this name, made here and sent nowhere. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // Some browsers read the file only after the click is over.
  setTimeout(() => URL.revokeObjectURL(url), LONG_ENOUGH_MS)
}
