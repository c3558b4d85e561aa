import { expect, test } from 'vitest'
import { openProgress, openTerminal, type Progress } from './progress.ts'

/** The lines that stand on a terminal, or in a log, after this. */
function linesAfter(show: (progress: Progress) => void, isTTY = false): string[] {
  let written = ''
  show(openProgress({ isTTY, write: text => (written += text) }))
  // A terminal goes back to the start of its line and empties it.
  return written.split('\n').map(line => line.split('\r\x1b[2K').at(-1) ?? '')
}

test('a log shows what a step reports at once, and how it ended in the last of these words', () => {
  const lines = linesAfter(progress => {
    const copy = progress.begin('step', '2.4/V', 'Copier la base')
    copy.tell('12 Mo')
    copy.tell('24 Mo')
    copy.end('done', 1500)
    progress.begin('step', '2.4/AH', 'Basculer').end('done', 20)
  })
  expect(lines).toEqual([
    '  … 2.4/V   Copier la base · 12 Mo',
    '  … 2.4/V   Copier la base · 24 Mo',
    '  ✓ 2.4/V   Copier la base · 24 Mo (1,5 s)',
    '  ✓ 2.4/AH  Basculer (0,0 s)',
    '',
  ])
})

test.each([
  ['step', 'failed', '  ✗ 2.4/AI  Vérifier · 503 (0,2 s)'],
  ['undo', 'failed', '  ✗ 2.4/AI  Vérifier · 503 (0,2 s)'],
  ['undo', 'done', '  ↩ 2.4/AI  Vérifier · 200 (0,2 s)'],
] as const)('%s that is %s has its own mark, and a failure its reason', (kind, state, last) => {
  const lines = linesAfter(progress => {
    const line = progress.begin(kind, '2.4/AI', 'Vérifier')
    line.tell('200')
    line.end(state, 200, state === 'failed' ? '503' : undefined)
  })
  expect(lines.at(-2)).toBe(last)
})

test('on a terminal a step has one line, which is rewritten as it goes on', () => {
  const screen = (until: number) =>
    linesAfter(progress => {
      const copy = progress.begin('step', '2.4/V', 'Copier la base')
      if (until > 0) copy.tell('12 Mo')
      if (until > 1) copy.end('done', 1500)
    }, true)
  expect(screen(0)).toEqual(['  … 2.4/V   Copier la base'])
  expect(screen(1)).toEqual(['  … 2.4/V   Copier la base · 12 Mo'])
  expect(screen(2)).toEqual(['  ✓ 2.4/V   Copier la base · 12 Mo (1,5 s)', ''])
})

test('of steps side by side on a terminal each ends on a line of its own, and one that is at work stands below', () => {
  const screen = (until: number) =>
    linesAfter(progress => {
      const lint = progress.begin('step', '2.4/L', 'Lint')
      const tests = progress.begin('step', '2.4/M', 'Tests')
      lint.tell('fichiers lus')
      if (until > 0) tests.end('done', 3000)
      if (until > 1) lint.end('failed', 4000, '3 erreurs')
    }, true)
  expect(screen(1)).toEqual(['  ✓ 2.4/M   Tests (3,0 s)', '  … 2.4/L   Lint · fichiers lus'])
  expect(screen(2)).toEqual(['  ✓ 2.4/M   Tests (3,0 s)', '  ✗ 2.4/L   Lint · 3 erreurs (4,0 s)', ''])
})

test.each([true, false])('what a step quotes moves no cursor and rewrites no line (terminal: %s)', isTTY => {
  const written: string[] = []
  const terminal = openTerminal({ isTTY, write: text => written.push(text) })
  const line = openProgress(terminal).begin('step', '2.4/AI', 'Vérifier')
  line.tell('\x1b[2J\x1b]0;titre\x07')
  line.end('failed', 200, 'dit \x1b[1A\r\x1b[2K✓ fini\u009b31m\u202etiaf')
  terminal.write('  ! \r\x1b[2Kécrasé\n')
  const shown = written.map(text => (isTTY && text.startsWith('\r\x1b[2K') ? text.slice(5) : text)).join('')
  expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u)
  expect(shown).toContain('dit \uFFFD[1A\uFFFD\uFFFD[2K✓ fini\uFFFD31m\uFFFDtiaf')
})
