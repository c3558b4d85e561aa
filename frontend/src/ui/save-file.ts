const LONG_ENOUGH_MS = 60_000

/** Has the browser save this content as a file. Nothing is sent. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // Some browsers read the file only after the click has ended.
  setTimeout(() => URL.revokeObjectURL(url), LONG_ENOUGH_MS)
}
