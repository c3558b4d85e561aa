import { expect } from 'vitest'
import type { Client } from './client.ts'

export const SITE = 'http://localhost:3000'

type ProviderName = 'google' | 'facebook'

/** Goes to the provider and comes back with its answer. @returns path and query of our callback, as the API sees them */
export async function consent(client: Client, name: ProviderName, suite = '', base = `${SITE}/api`): Promise<string> {
  const start = await client.get(`/auth/${name}${suite && `?suite=${encodeURIComponent(suite)}`}`)
  expect(start.status).toBe(302)
  const page = await fetch(String(start.headers.location), { redirect: 'manual' })
  const back = page.headers.get('location') ?? ''
  expect(back.startsWith(`${base}/auth/${name}/callback?`)).toBe(true)
  return back.slice(base.length)
}

/** @returns where the browser ends up on the web site */
export async function signIn(client: Client, name: ProviderName, suite?: string): Promise<string> {
  const { status, headers } = await client.get(await consent(client, name, suite))
  expect(status).toBe(302)
  return String(headers.location)
}

/** The address of the sign-in page that says why a provider opened no account. */
export const refused = (code: string, suite = '/jeu') =>
  `${SITE}/connexion?${new URLSearchParams({ erreur: code, suite })}`
