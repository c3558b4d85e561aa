import { join } from 'node:path'
import type { NextConfig } from 'next'

const root = join(import.meta.dirname, '..')

const permissions = (camera: string) => ({
  key: 'Permissions-Policy',
  value: `camera=(${camera}), geolocation=(), microphone=(), payment=(), usb=()`,
})

/** The headers of every answer. Each page has its own Content-Security-Policy, which `build.ts` writes. */
const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  permissions(''),
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
]

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: root,
  turbopack: { root },
  distDir: process.env.NEXT_DIST_DIR || '.next',
  transpilePackages: ['@tiptop/contract'],
  images: { unoptimized: true },
  // Next resizes no image here, so the library that does stays out of the release.
  outputFileTracingExcludes: { '*': ['../node_modules/{sharp,@img}/**'] },
  poweredByHeader: false,
  devIndicators: false,
  // TypeScript 7 has no JavaScript API for Next to call: `tsc -p frontend` checks the types.
  typescript: { ignoreBuildErrors: true },
  experimental: { globalNotFound: true },
  headers: async () => [
    { source: '/:path*', headers },
    // Only the counter reads QR codes.
    ...['', '/en'].map(lang => ({ source: `${lang}/employe/:path*`, headers: [permissions('self')] })),
  ],
  // French is the site's first language and has no prefix.
  redirects: async () => [
    { source: '/fr', destination: '/', permanent: true },
    { source: '/fr/:path*', destination: '/:path*', permanent: true },
  ],
  rewrites: async () => ({
    beforeFiles: [],
    afterFiles: [
      // One page, built once, for every ticket and one for every account: each reads which one from its address.
      ...[
        ['', '/fr'],
        ['/en', '/en'],
      ].flatMap(([shown, built]) => [
        { source: `${shown}/employe/tickets/:code`, destination: `${built}/employe/tickets` },
        { source: `${shown}/admin/utilisateurs/:id(\\d+)`, destination: `${built}/admin/utilisateurs/profil` },
      ]),
      { source: '/:path((?!_next/|en$|en/).*)', destination: '/fr/:path' },
    ],
    fallback: [],
  }),
}

export default config
