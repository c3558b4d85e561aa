import type { Plugin } from 'vite'
import type { Lang } from '../src/ui/language.ts'

type Node = { type: string; start: number; end: number; [part: string]: unknown }

/**
 * Takes the words of the other language out of what browsers load: each call of `typeset({ fr, en })` keeps one of the two,
 * and the bundler leaves out what is not used any more.
 */
export function oneLanguage(language: Lang): Plugin {
  return {
    name: 'one-language',
    enforce: 'post',
    applyToEnvironment: ({ name }) => name === 'client',
    transform: {
      filter: { id: /\/src\/.*\.tsx?$/, code: /\btypeset\(/ },
      handler(code) {
        const unwanted = wordsOfOthers(this.parse(code) as unknown as Node, language)
        return { code: without(code, unwanted), map: null }
      },
    },
  }
}

/** Returns what the calls of `typeset` in a syntax tree hold for the other languages. */
function wordsOfOthers(node: Node, language: Lang): Node[] {
  return [...calledWith(node, language), ...childrenOf(node).flatMap(child => wordsOfOthers(child, language))]
}

function calledWith(node: Node, language: Lang): Node[] {
  const { type, callee, arguments: given } = node as Node & { callee: Node; arguments: Node[] }
  if (type !== 'CallExpression' || callee.name !== 'typeset') return []
  const properties = (given[0]?.properties ?? []) as (Node & { key: Node })[]
  const unwanted = properties.filter(({ key }) => key.name !== language)
  // Only French is typeset.
  return language === 'fr' ? unwanted : [callee, ...unwanted]
}

function childrenOf(node: Node): Node[] {
  return Object.values(node)
    .flat()
    .filter((part): part is Node => typeof part === 'object' && part !== null && 'type' in part)
}

/** The later parts first, because what is taken out moves all that follows. */
function without(code: string, parts: Node[]): string {
  return parts
    .toSorted((a, b) => b.start - a.start)
    .reduce((left, { start, end }) => left.slice(0, start) + left.slice(end).replace(/^\s*,/, ''), code)
}
