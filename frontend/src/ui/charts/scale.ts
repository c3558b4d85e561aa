/** Returns the values of a chart's lines: round whole steps, at most five above zero, the last above every bar. */
export function gridLines(highest: number): number[] {
  const rough = Math.max(1, highest) / 4
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, [1, 2, 5, 10].map(factor => factor * magnitude).find(step => step >= rough) ?? rough)
  const count = Math.max(1, Math.ceil(highest / step))
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}

/** Returns n such that every n-th of `count` labels fits into `width` pixels. */
export function labelEvery(count: number, width: number, labelWidth: number): number {
  return Math.max(1, Math.ceil((count * labelWidth) / Math.max(1, width)))
}
