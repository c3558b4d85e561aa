import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { linesChanged, settingsChanged, withSettings } from './difference.ts'

test('settings differ by what they say, whatever their order, their quotes and their comments', () => {
  const was = '# Le site\nA=1\nB="deux mots"\nC=3\nHTTPS_PORT=443\n'
  expect(settingsChanged(was, 'C=3\n# le site\nB=deux mots\nA=1\n')).toEqual([])
  expect(settingsChanged(was, 'A=2\nB=\nD=4\n')).toEqual([
    { setting: 'A', was: '1', becomes: '2' },
    { setting: 'B', was: 'deux mots', becomes: '' },
    { setting: 'D', was: null, becomes: '4' },
    { setting: 'C', was: '3', becomes: null },
  ])
})

test('where nginx listens, and the root that was deposited, belong to this server, and are no difference', () => {
  expect(settingsChanged('HTTP_PORT=80\nHTTPS_PORT=443\nCOMMITMENT_ROOT=ab\n', 'HTTP_PORT=8080\n')).toEqual([])
  const kept = withSettings('# Les ports\nA=1\nHTTPS_PORT=443\nB=2\n\n', { HTTPS_PORT: '8443', HTTP_PORT: '8080' })
  expect(kept).toBe('# Les ports\nA=1\nHTTPS_PORT=8443\nB=2\nHTTP_PORT=8080\n')
  expect(parseEnv(kept)).toEqual({ A: '1', B: '2', HTTPS_PORT: '8443', HTTP_PORT: '8080' })
})

test('between two texts the lines that go and those that come are listed, each as often as it does', () => {
  expect(linesChanged('a\n  b\nc\nc\n', 'c\na\nd\n')).toEqual(['- b', '- c', '+ d'])
  expect(linesChanged('a\nb\n', 'b\na')).toEqual([])
})
