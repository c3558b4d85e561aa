/** Returns the file name in a `Content-Disposition` (RFC 6266), or a safe one if there is none. */
export function fileNameOf(disposition: string | null): string {
  const encoded = /filename\*=utf-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  const plain = /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1]
  return (encoded && decoded(encoded)) || plain || 'rapport'
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
