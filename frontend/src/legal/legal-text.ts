import type { Words } from '../ui/language.ts'

/**
 * A part of a legal text. In its sentences `[words](/path)` is a link and `{name}` a fact about the publisher. `live`
 * names what the page loads from the backend, `facts` a list of facts about the publisher.
 */
export type LegalBlock =
  | string
  | { list: readonly string[] }
  | { entries: readonly { term: string; text: string }[] }
  | { live: string }
  | { facts: readonly string[] }

export type LegalSection = { id: string; title: string; body: readonly LegalBlock[] }
export type LegalText = { title: string; lead: string; sections: readonly LegalSection[] }
export type LegalWords = Words<LegalText>

/** The day of the version that is online. A change of the French text, which prevails, changes it. */
export const VERSION = '2026-11-30'

const MARK = /\[(?<label>[^\]]+)\]\((?<href>[^)]+)\)|\{(?<fact>\w+)\}/g

type LegalPiece = string | { label: string; href: string } | { fact: string }

/** Splits a sentence into words, links and facts. */
export function piecesOf(sentence: string): LegalPiece[] {
  const pieces: LegalPiece[] = []
  let end = 0
  for (const match of sentence.matchAll(MARK)) {
    const { label, href, fact } = match.groups ?? {}
    if (match.index > end) pieces.push(sentence.slice(end, match.index))
    pieces.push(fact ? { fact } : { label: label ?? '', href: href ?? '' })
    end = match.index + match[0].length
  }
  return end < sentence.length ? [...pieces, sentence.slice(end)] : pieces
}
