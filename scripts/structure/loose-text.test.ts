import { expect, test } from 'vitest'
import { looseTextFaults } from './loose-text.ts'

test('text beside an element that comes and goes is refused, unless it is in an element of its own', () => {
  const files = {
    'frontend/src/words.tsx': '\nconst a = <p>Words {open && <b />}</p>',
    'frontend/src/string.tsx': 'const a = <p>{words.play}{open ? <b /> : null}</p>',
    'frontend/src/called.tsx': 'const a = <>{open && <b />}{words.left(2)}</>',
    'frontend/src/chosen.tsx': 'const a = <p>{open && <b />}{busy ? words.busy : children}</p>',
    'frontend/src/named.tsx': 'const a = <p>{title && <b />}{wrong}</p>',
    'frontend/src/fine.tsx':
      'const a = <p>{open && <b />}{" "}<span>Words</span>{children}{all.map(one => <i key={one}>{one}</i>)}</p>',
    'frontend/src/still.tsx': 'const a = <p>Words <b>{words.play}</b>{open && words.more}</p>',
    'frontend/e2e/outside.tsx': 'const a = <p>Words {open && <b />}</p>',
  }
  const faults = looseTextFaults(new Map(Object.entries(files)))
  expect(faults.map(({ path, sentence }) => [path, sentence.slice(0, 6)])).toEqual([
    ['frontend/src/words.tsx', 'Line 2'],
    ['frontend/src/string.tsx', 'Line 1'],
    ['frontend/src/called.tsx', 'Line 1'],
    ['frontend/src/chosen.tsx', 'Line 1'],
    ['frontend/src/named.tsx', 'Line 1'],
  ])
})
