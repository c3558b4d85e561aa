import encodeQR from 'qr'

/**
 * Returns the QR code of a text as one SVG path, one unit a module, with the quiet margin of four modules that ISO/IEC
 * 18004 requires. It can still be read if a scratch or a reflection hides a quarter of it.
 */
export function qrPath(text: string): { path: string; size: number } {
  const rows = encodeQR(text, 'raw', { ecc: 'quartile', border: 4 })
  const path = rows.flatMap((row, y) => runsOf(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`)).join('')
  return { path, size: rows.length }
}

/** Returns where each run of dark modules begins in a row, and how long it is. */
function runsOf(row: boolean[]): [number, number][] {
  const runs: [number, number][] = []
  row.forEach((isDark, x) => {
    const last = runs.at(-1)
    if (!isDark) return
    if (last && last[0] + last[1] === x) last[1]++
    else runs.push([x, 1])
  })
  return runs
}
