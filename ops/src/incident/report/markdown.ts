import type { IncidentReport, ReportBlock } from './report.ts'

/** A report as Markdown, for wherever a team keeps its documents. */
export function asMarkdown({ title, sections }: IncidentReport): string {
  const parts = sections.flatMap(({ title, blocks }) => [`## ${title}`, ...blocks.map(markdownOf)])
  return `${[`# ${escaped(title)}`, ...parts].join('\n\n')}\n`
}

function markdownOf(block: ReportBlock): string {
  if ('text' in block) return block.text
  if ('list' in block) return block.list.map(item => `- ${escaped(item)}`).join('\n')
  const { heads, rows } = block.table
  const width = rows[0]?.length ?? heads.length
  const head = heads.length ? heads : Array.from({ length: width }, () => '')
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.map(escaped).join(' | ')} |`).join('\n')
}

/** Keeps a sentence on one line of its table, and its special characters as characters. */
function escaped(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ; ').replace(/[\\|<>*`]/g, sign => `\\${sign}`)
}
