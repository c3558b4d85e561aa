/** What a query of Prometheus says beside the names of metrics. */
const WORDS = new Set(['and', 'or', 'unless', 'by', 'on', 'without', 'ignoring', 'group_left', 'group_right', 'bool'])
/** What Prometheus knows of every target by itself, and what the node exporter says of the files that it reads. */
const OWN = new Set(['up', 'node_textfile_scrape_error'])

/** The metrics that a query asks for, but for those that no program of ours makes. */
export function metricsAskedFor(query: string): string[] {
  const bare = query
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\{[^}]*\}/g, '')
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/\b(by|on|without|ignoring)\s*\([^)]*\)/g, '')
  const names = [...bare.matchAll(/[a-zA-Z_:][\w:]*(?!\w)(?!\s*\()/g)].map(([name]) => name)
  return [...new Set(names)].filter(name => !WORDS.has(name) && !OWN.has(name))
}

/** The metrics in a text in Prometheus' format, whether or not they have a value in it. */
export function metricsIn(text: string): string[] {
  return [...text.matchAll(/# TYPE (\w+) /g)].map(([, name]) => name as string)
}
