import { type Fault, folderOf, GENERATED, isCode, isTest, type Sources } from './source.ts'

const LONGEST_FILE = 220
/** A test file is a list of sentences; it is read one by one. */
const LONGEST_TEST = 350
const MOST_FILES = 8

/** Folders that hold more files on purpose, each with its reason. */
const ROOMY: Record<string, string> = {
  'backend/src': 'the application around the features: each file is one part of it',
  'backend/src/accounts/providers': 'the steps of one OAuth exchange, each a file',
  'backend/src/sessions': 'what is known of the session of a request, each part a file',
  'backend/test': 'one server or maker a file, for tests to pick from',
  bench: 'one measure a file, beside what several of them start',
  'contract/src': 'one file a feature, one for each rule that both sides apply',
  'frontend/src/pages/[...lang]': 'one page a file',
  'frontend/src/ui': 'one part of the interface a file',
  'frontend/e2e': 'one file a journey, with the desk that serves them',
  'ops/src/cli': 'one command a file',
  'ops/src/tools': 'one outside program a file',
  'ops/test/stack': 'one scenario a file, beside the server, the repository and the visitors that they share',
  scripts: 'one command a file',
  'scripts/structure': 'one rule a file',
}

/** Files too long to be read at once, folders too full to be known, and tests that have moved away from their subject. */
export function sizeFaults(sources: Sources, roomy = ROOMY): Fault[] {
  return [...longFiles(sources), ...fullFolders(sources, roomy), ...lonelyTests(sources)]
}

const longest = (path: string) => (isTest(path) ? LONGEST_TEST : LONGEST_FILE)

function longFiles(sources: Sources): Fault[] {
  const lines = (text: string) => text.trimEnd().split('\n').length
  const long = [...sources].filter(
    ([path, text]) => isCode(path) && !GENERATED.has(path) && lines(text) > longest(path),
  )
  return long.map(([path, text]) => ({
    path,
    sentence: `${lines(text)} lines: past ${longest(path)} a file holds two things; give the second a file of its own.`,
  }))
}

function fullFolders(sources: Sources, roomy: typeof ROOMY): Fault[] {
  const folders = Map.groupBy(
    [...sources.keys()].filter(path => isCode(path) && !isTest(path)),
    folderOf,
  )
  const full = [...folders].filter(([, files]) => files.length > MOST_FILES)
  return full
    .filter(([folder]) => !roomy[folder])
    .map(([path, files]) => ({
      path,
      sentence:
        `${files.length} source files: past ${MOST_FILES} a folder has a folder in it; find it, ` +
        'or give the reason in ROOMY of scripts/structure/sizes.ts.',
    }))
    .concat(needlessReasons(new Map(full), roomy))
}

function needlessReasons(full: Map<string, string[]>, roomy: typeof ROOMY): Fault[] {
  const needless = Object.keys(roomy).filter(folder => !full.has(folder))
  return needless.map(path => ({
    path,
    sentence: `Not past ${MOST_FILES} source files: take its reason out of ROOMY in scripts/structure/sizes.ts.`,
  }))
}

function lonelyTests(sources: Sources): Fault[] {
  const inhabited = new Set([...sources.keys()].filter(path => !isTest(path)).map(folderOf))
  const lonely = [...sources.keys()].filter(path => /\.test\.tsx?$/.test(path) && !inhabited.has(folderOf(path)))
  return lonely.map(path => ({
    path,
    sentence: 'A test is beside the file that it tests; nothing else is in this folder.',
  }))
}
