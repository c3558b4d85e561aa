const NODES = / \[(\d+\.\d+\/[A-Z]{1,2}(?: \d+\.\d+\/[A-Z]{1,2})*)\]$/

/** `'an unknown code is refused [1.1/P 1.1/Q]'` as the sentence and the nodes at its end, which the test proves. */
export function readTitle(title: string): { sentence: string; nodes: string[] } {
  const [end = '', nodes = ''] = NODES.exec(title) ?? []
  return { sentence: title.slice(0, title.length - end.length), nodes: nodes.split(' ').filter(Boolean) }
}
