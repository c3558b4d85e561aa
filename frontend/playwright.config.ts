import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import { facts } from './e2e/facts.ts'

// The shell by name: the whole browser takes twice as long.
const chromium = [process.env.CHROMIUM, '/usr/lib/chromium/chromium-headless-shell', '/usr/bin/chromium'].find(
  path => path && existsSync(path),
)

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  projects: [
    { name: 'journeys', testIgnore: 'engines/**' },
    // The same journeys, each page translated as Chrome does it, but for the draws, which take long.
    {
      name: 'translated',
      testIgnore: [
        'engines/**',
        'every-width.spec.ts',
        'draw-*.spec.ts',
        'grand-draw.spec.ts',
        'looks.spec.ts',
        'page-weight.spec.ts',
      ],
    },
    // The main journeys in the other engines, which `npm run test:browsers` runs.
    ...['firefox', 'webkit'].map(name => ({ name, testDir: 'e2e/engines', workers: 1, timeout: 90_000 })),
    // What Orca says of the pages, which `npm run listen` hears.
    { name: 'listener', testDir: 'e2e/listen', testMatch: '*.listen.ts', workers: 1, timeout: 240_000 },
    // These prove nothing: `npm run pictures` takes them to be looked at.
    { name: 'pictures', testMatch: '*.pictures.ts' },
  ],
  // One more than the two cores, because journeys sometimes wait, for a limit or a picture.
  workers: 3,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  use: {
    baseURL: facts().webUrl,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    screenshot: 'only-on-failure',
    viewport: { width: 1280, height: 800 },
    // A service worker would answer before `page.route` does. The journeys without network allow it.
    serviceWorkers: 'block',
    // Without a graphics card, motion takes a fifth of the time. Only the journeys that play a ticket, or that measure
    // what moves while a page loads, keep it.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(chromium && { executablePath: chromium }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
