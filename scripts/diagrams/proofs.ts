/** A test whose title ends with the nodes that it proves. */
export type Proof = { title: string; file: string; nodes: string[] }

const TITLE = /(['"`])((?:\\.|(?!\1)[^\\\n])+?) \[(\d+\.\d+\/[A-Z]{1,2}(?: \d+\.\d+\/[A-Z]{1,2})*)\]\1/g

/** The tests of this file that prove something, for example `'an unknown code is refused [1.1/P 1.1/Q]'`. */
export function proofsIn(file: string, text: string): Proof[] {
  return [...text.matchAll(TITLE)].map(([, , title, nodes]) => ({
    file,
    title: (title as string).replace(/\\(.)/g, '$1'),
    nodes: (nodes as string).split(' '),
  }))
}
