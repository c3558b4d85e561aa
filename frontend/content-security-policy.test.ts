import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy.ts'

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const page =
  '<script src="/a.js" async=""></script><script>one()</script><script id="x">two()</script><script>one()</script>'

test('a page may run its own files and only the inline scripts that it was built with', () => {
  const policy = contentSecurityPolicy(page, 'https://api.example.test')
  expect(policy).toContain(`script-src 'self' ${hash('one()')} ${hash('two()')};`)
  expect(policy).toContain("connect-src 'self' https://api.example.test;")
  expect(policy).not.toContain('unsafe')
})
