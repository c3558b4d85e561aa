import { ACCOUNT_HEADER } from '@tiptop/contract/account-header.ts'
import { SESSION_COOKIE } from '../src/sessions/session-cookie.ts'
import { ORIGIN, type TestBackend } from './backend.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the answer holds
type Answer = { status: number; body: any; headers: Record<string, unknown>; text: string }

/** A person's browser as far as the API sees one: it keeps cookies and names the site as origin. */
export class Client {
  readonly cookies = new Map<string, string>()
  /** the id of the account that the page shows, if it says so */
  shows: number | null = null
  readonly #backend: TestBackend
  readonly #address: string
  readonly #host: string

  constructor(backend: TestBackend, address = '127.0.0.1', host = new URL(ORIGIN).host) {
    this.#backend = backend
    this.#address = address
    this.#host = host
  }

  get = (url: string) => this.#send('GET', url)
  post = (url: string, body?: object) => this.#send('POST', url, body)
  patch = (url: string, body?: object) => this.#send('PATCH', url, body)
  delete = (url: string, body?: object) => this.#send('DELETE', url, body)

  get signedIn(): boolean {
    return this.cookies.has(SESSION_COOKIE)
  }

  async #send(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object): Promise<Answer> {
    const response = await this.#backend.app.inject({
      method,
      url,
      ...(payload && { payload }),
      headers: {
        host: this.#host,
        ...(method !== 'GET' && { origin: ORIGIN }),
        ...(this.shows !== null && { [ACCOUNT_HEADER]: this.shows }),
      },
      cookies: Object.fromEntries(this.cookies),
      remoteAddress: this.#address,
    })
    for (const cookie of response.cookies) {
      if (cookie.maxAge === 0 || cookie.value === '') this.cookies.delete(cookie.name)
      else this.cookies.set(cookie.name, cookie.value)
    }
    const isJson = String(response.headers['content-type']).includes('json')
    return {
      status: response.statusCode,
      body: isJson ? response.json() : null,
      headers: response.headers,
      text: response.body,
    }
  }
}
