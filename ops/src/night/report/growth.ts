/** `, +4,2 % depuis la précédente`; empty if there is nothing to compare with. */
export function growth(now: number, before: number | null): string {
  if (!before) return ''
  const percent = ((now - before) / before) * 100
  const sign = percent >= 0 ? '+' : '−'
  return `, ${sign}${Math.abs(percent).toFixed(1).replace('.', ',')} % depuis la précédente`
}
