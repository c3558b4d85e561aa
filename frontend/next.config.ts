import { join } from 'node:path'
import type { NextConfig } from 'next'

const root = join(import.meta.dirname, '..')

/** What every answer carries. The Content-Security-Policy is each page's own: `build.ts` gives it. */
const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
]

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: root,
  turbopack: { root },
  distDir: process.env.NEXT_DIST_DIR || '.next',
  transpilePackages: ['@tiptop/contract'],
  images: { unoptimized: true },
  poweredByHeader: false,
  devIndicators: false,
  // TypeScript 7 has no JavaScript interface for Next to call: `tsc -p frontend` checks the types.
  typescript: { ignoreBuildErrors: true },
  experimental: { globalNotFound: true },
  headers: async () => [{ source: '/:path*', headers }],
  // French is the site's first language and has no prefix.
  redirects: async () => [
    { source: '/fr', destination: '/', permanent: true },
    { source: '/fr/:path*', destination: '/:path*', permanent: true },
  ],
  rewrites: async () => ({
    beforeFiles: [],
    afterFiles: [{ source: '/:path((?!_next/|en$|en/).*)', destination: '/fr/:path' }],
    fallback: [],
  }),
}

export default config
