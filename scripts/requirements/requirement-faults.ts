/** The requirements of ASVS 4.0.3 at level 2, by section: as many as are in it, or the numbers where some are left out. */
const SECTIONS: Record<string, number | number[]> = {
  '1.1': 7,
  '1.2': 4,
  '1.4': [1, 4, 5],
  '1.5': 4,
  '1.6': 4,
  '1.7': 2,
  '1.8': 2,
  '1.9': 2,
  '1.10': 1,
  '1.11': 2,
  '1.12': [2],
  '1.14': 6,
  '2.1': 12,
  '2.2': 3,
  '2.3': 3,
  '2.4': 5,
  '2.5': 7,
  '2.6': 3,
  '2.7': 6,
  '2.8': 7,
  '2.9': 3,
  '2.10': 4,
  '3.1': 1,
  '3.2': 4,
  '3.3': 4,
  '3.4': 5,
  '3.5': 3,
  '3.7': 1,
  '4.1': [1, 2, 3, 5],
  '4.2': 2,
  '4.3': 3,
  '5.1': 5,
  '5.2': 8,
  '5.3': 10,
  '5.4': 3,
  '5.5': 4,
  '6.1': 3,
  '6.2': 6,
  '6.3': 2,
  '6.4': 2,
  '7.1': 4,
  '7.2': 2,
  '7.3': [1, 3, 4],
  '7.4': 3,
  '8.1': 4,
  '8.2': 3,
  '8.3': 8,
  '9.1': 3,
  '9.2': 4,
  '10.2': 2,
  '10.3': 3,
  '11.1': 8,
  '12.1': 3,
  '12.2': 1,
  '12.3': 6,
  '12.4': 2,
  '12.5': 2,
  '12.6': 1,
  '13.1': [1, 3, 4, 5],
  '13.2': [1, 2, 3, 5, 6],
  '13.3': 2,
  '13.4': 2,
  '14.1': 4,
  '14.2': 6,
  '14.3': [2, 3],
  '14.4': 7,
  '14.5': 4,
}

const ROW = /^\| V(\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \|$/gm
const TEST = /\[([^\]]+)\]\((\.\.\/[^)]+\.(?:test|spec)\.tsx?)\)/g

/** Reads the file of a link, or gives null when there is none. */
type ReadLinked = (link: string) => Promise<string | null>

/** What is wrong with the page of requirements: one that is missing or stands twice, a test that is not in its file. */
export async function requirementFaults(page: string, read: ReadLinked): Promise<string[]> {
  const listed = [...page.matchAll(ROW)].map(([, number = '']) => number)
  const wanted = Object.entries(SECTIONS).flatMap(([section, held]) =>
    (typeof held === 'number' ? Array.from({ length: held }, (_, n) => n + 1) : held).map(n => `${section}.${n}`),
  )
  const missing = wanted.filter(number => !listed.includes(number)).map(number => `V${number} is missing.`)
  const unknown = listed.filter((number, n) => !wanted.includes(number) || listed.indexOf(number) !== n)
  const absent = [...page.matchAll(TEST)].map(async ([, title = '', link = '']) => {
    const isThere =
      title.endsWith('.test.ts') || titlesOf((await read(link)) ?? '').some(given => given.includes(title))
    return isThere ? [] : [`${link} has no test “${title}”.`]
  })
  return [
    ...missing,
    ...unknown.map(number => `V${number} is unknown, or stands twice.`),
    ...(await Promise.all(absent)).flat(),
  ]
}

/** The titles of a file of tests, as they stand in it. */
function titlesOf(source: string): string[] {
  return [...source.matchAll(/\(\s*(['`])((?:(?!\1).)+)\1,/g)].map(([, , title = '']) => title)
}
