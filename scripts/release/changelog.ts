/** The sections of the changelog in the order of its readers: players, shops, administrators, operators, developers. */
const sections = [
  'Jouer',
  'En boutique',
  'Administrer',
  'Déployer et revenir',
  'Sauvegarder et restaurer',
  'Incidents et indicateurs',
  'Développer',
] as const
type Section = (typeof sections)[number]

/** A change that a user or an operator notices, as its file in `changelog/unreleased/` words it. */
type ChangelogFragment = { file: string; section: Section; text: string }

/**
 * Reads a fragment: a first line `### Section`, then sentences.
 *
 * @throws an Error in French that names the file, what is wrong with it and the sections there are
 */
export function parseFragment(file: string, content: string): ChangelogFragment {
  const [heading = '', ...lines] = content.trim().split('\n')
  const text = lines.join('\n').trim()
  const section = sections.find(name => heading === `### ${name}`)
  if (!section)
    throw new Error(`${file} : la première ligne est « ${heading} », et « ### » suivi d’une section est attendu :
  ${sections.join(' · ')}`)
  if (!text) throw new Error(`${file} ne dit rien sous son titre.`)
  return { file, section, text }
}

/** Returns the text of a release: its sections in their order, in each a list item a fragment, by the name of its file. */
export function describeRelease(version: string, day: string, fragments: ChangelogFragment[]): string {
  const sorted = fragments.toSorted((one, other) => (one.file < other.file ? -1 : 1))
  const written = sections.flatMap(section => {
    const own = sorted.filter(fragment => fragment.section === section)
    return own.length ? [`### ${section}\n\n${own.map(inList).join('\n')}\n`] : []
  })
  return `## ${version} (${day})\n\n${written.join('\n')}`
}

function inList({ text }: ChangelogFragment): string {
  return `* ${text.replaceAll(/\n(?=.)/g, '\n  ')}`
}

/** Returns the changelog with a release added above those before it. */
export function addRelease(changelog: string, release: string): string {
  const former = changelog.search(/^## /m)
  if (former < 0) return `${changelog.trimEnd()}\n\n${release}`
  return `${changelog.slice(0, former)}${release}\n${changelog.slice(former)}`
}
