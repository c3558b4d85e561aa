import { Agent, type RequestOptions, request } from 'node:https'
import { text } from 'node:stream/consumers'
import { SITE } from '../nginx/server-door.ts'

const ORIGIN = `https://${SITE}`
const PATIENCE_MS = 15_000

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string }
type Sending = { headers?: Record<string, string>; body?: unknown }

let people = 0

/** A browser at an address of its own, which keeps connections and cookies. */
export class Visitor {
  readonly cookies = new Map<string, string>()
  readonly email = `visiteur-${++people}@example.test`
  /** Letters alone, and another one for each: an employee hands nothing to a person of their own name. */
  readonly #name = `Essai ${[...String(people)].map(digit => 'ABCDEFGHIJ'[Number(digit)]).join('')}`
  readonly #options: RequestOptions

  /** @param port that of the door @param address one of 127.0.0.0/8: there, each is a visitor like any other */
  constructor(port: number, address: string) {
    const agent = new Agent({ keepAlive: true, maxSockets: 40 })
    this.#options = {
      host: '127.0.0.1',
      port,
      localAddress: address,
      servername: SITE,
      rejectUnauthorized: false,
      agent,
    }
  }

  get = (path: string, headers?: Record<string, string>) => this.send('GET', path, { ...(headers && { headers }) })
  post = (path: string, body: unknown, headers?: Record<string, string>) =>
    this.send('POST', path, { body, ...(headers && { headers }) })

  /** Returns the answer; a status of 0 is none, because the connection failed or nothing came in 15 seconds. */
  async send(method: string, path: string, { headers = {}, body }: Sending): Promise<Answer> {
    const payload = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const own = {
      host: SITE,
      ...(cookie && { cookie }),
      ...(method !== 'GET' && { origin: ORIGIN }),
      ...(payload !== undefined && { 'content-type': 'application/json' }),
    }
    const answer = await this.#exchange(method, path, { ...own, ...headers }, payload)
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) this.#keep(line)
    return answer
  }

  async register(): Promise<void> {
    const person = { email: this.email, password: PASSWORD, firstName: 'Alix', lastName: this.#name }
    const consents = { birthDate: '1990-05-17', acceptsRules: true, newsletter: false, language: 'fr' }
    const { status, body } = await this.post('/api/auth/register', { ...person, ...consents })
    if (status !== 201) throw new Error(`the registration of ${this.email} was answered ${status}: ${body}`)
  }

  /** The cookie of the session, name and value. */
  get session(): [name: string, value: string] {
    return [...this.cookies].find(([name]) => name.includes('session')) ?? ['', '']
  }

  signIn = (password = PASSWORD, email = this.email) => this.post('/api/auth/login', { email, password })

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (!value || /max-age=0\b|1970/i.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }

  #exchange(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    return new Promise(resolve => {
      const none = (error: Error) => resolve({ status: 0, headers: {}, body: error.message })
      const sent = request(
        { ...this.#options, method, path, headers, signal: AbortSignal.timeout(PATIENCE_MS) },
        answer => {
          text(answer).then(body => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }), none)
        },
      )
      sent.once('error', none).end(body)
    })
  }
}

const PASSWORD = 'une phrase pour les attaques'
