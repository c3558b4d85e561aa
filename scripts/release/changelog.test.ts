import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addRelease, describeRelease, parseFragment } from './changelog.ts'

const UNRELEASED = join(import.meta.dirname, '..', '..', 'changelog', 'unreleased')

test('a release has its sections in their order, and in each an item a fragment', () => {
  const fragments = [
    parseFragment('web.md', '### Jouer\nLe site\nest là.\n'),
    parseFragment('two.md', '### Développer\nDeux commandes.'),
    parseFragment('game.md', '### Jouer\nUn ticket se joue.\n\nUne fois.'),
  ]
  expect(describeRelease('1.2.0', '2026-12-01', fragments)).toBe(`## 1.2.0 (2026-12-01)

### Jouer

* Un ticket se joue.

  Une fois.
* Le site
  est là.

### Développer

* Deux commandes.
`)
})

test('a new release is above those before it', () => {
  const first = addRelease('# Changelog\n\nWhat changed.\n', '## 0.1.0\n\n* One.\n')
  expect(addRelease(first, '## 0.2.0\n\n* Two.\n')).toBe(
    '# Changelog\n\nWhat changed.\n\n## 0.2.0\n\n* Two.\n\n## 0.1.0\n\n* One.\n',
  )
})

test('a fragment without a section, or without a sentence, is refused by name', () => {
  expect(() => parseFragment('game.md', 'Un ticket se joue.')).toThrow(/game\.md : .*Un ticket se joue\..*\n.*Jouer/)
  expect(() => parseFragment('game.md', '### Jeux\nUn ticket se joue.')).toThrow('### Jeux')
  expect(() => parseFragment('game.md', '### Jouer\n\n')).toThrow('game.md ne dit rien')
})

test('every fragment that waits for a release can be read', async () => {
  const names = await readdir(UNRELEASED).catch(() => [])
  for (const name of names) parseFragment(name, await readFile(join(UNRELEASED, name), 'utf8'))
})
