import { createHash } from 'node:crypto'

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g

/**
 * Returns the policy of one built page: its own files, the API, and only the inline scripts that it was built with
 * (CSP Level 3, section 8.3). Nothing else runs, loads, frames or is framed.
 */
export function contentSecurityPolicy(html: string, apiOrigin: string): string {
  const scripts = [...new Set([...html.matchAll(INLINE_SCRIPT)].map(match => sha256(match[1] ?? '')))]
  return [
    "default-src 'none'",
    `script-src 'self' ${scripts.join(' ')}`.trim(),
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${apiOrigin}`,
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function sha256(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
