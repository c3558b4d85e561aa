import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { TestSmtp } from '../../backend/test/smtp.ts'
import type { TestProvider } from '../../backend/test/test-provider.ts'
import type { AccountStates } from './account-states.ts'
import type { PastDraws } from './past-draws.ts'
import type { TicketStates } from './ticket-states.ts'

type Stock = {
  codes: Map<string, string[]>
  states: TicketStates
  accounts: AccountStates
  pastDraws: PastDraws
  giveRole(order: Record<string, string>): Promise<void>
  writePastMonth(order: unknown): Promise<void>
  smtp: TestSmtp
  google: TestProvider
  facebook: TestProvider
}

/**
 * Gives journeys, which run in other processes, what they need. `POST /code?prize=` hands out a code, once.
 * `GET /mails?to=` returns the mails to an address. `POST /google` and `/facebook` set who signs in and what fails.
 * `POST /handed-over?code=` and `/played-back?code=&email=` bring a ticket into a state that only time brings.
 * `POST /staff?email=&role=&shop=` gives an account a role, and a shop or none. `POST /past-month` writes a month of
 * plays. `POST /signed-in-long-ago?email=` makes a sign-in an hour old. `GET /newsletter-link?email=` returns an
 * unsubscribe link. `POST /through-google?email=` removes the password.
 * `POST /past-draw?at=&round=` with the players' addresses opens the draw of a contest of the past, see past-draws.ts, and
 * `POST /clock?url=&at=` sets the clock of its backend.
 */
export async function openDesk(stock: Stock): Promise<{ url: string; stop(): Promise<unknown> }> {
  const server = createServer((request, response) => {
    serve(stock, request, response).catch(error => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = () =>
    new Promise(resolve => {
      server.close(resolve)
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}`, stop }
}

async function serve(stock: Stock, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://desk')
  const say = (body: unknown) => void response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  switch (url.pathname) {
    case '/code': {
      const code = stock.codes.get(url.searchParams.get('prize') ?? 'infuseur')?.pop()
      if (!code) throw new Error(`no code left for ${url.search}`)
      return say(code)
    }
    case '/handed-over':
      await stock.states.handOver(url.searchParams.get('code') ?? '')
      return say(null)
    case '/played-back':
      await stock.states.playBack(url.searchParams.get('code') ?? '', url.searchParams.get('email') ?? '')
      return say(null)
    case '/staff':
      await stock.giveRole(Object.fromEntries(url.searchParams))
      return say(null)
    case '/past-month':
      await stock.writePastMonth(await json(request))
      return say(null)
    case '/past-draw': {
      const { at = '', round } = Object.fromEntries(url.searchParams)
      return say(await stock.pastDraws.open({ players: (await json(request)) as string[], at, round }))
    }
    case '/clock':
      stock.pastDraws.setClock(url.searchParams.get('url') ?? '', url.searchParams.get('at') ?? '')
      return say(null)
    case '/newsletter-link':
      return say(await stock.accounts.newsletterLink(url.searchParams.get('email') ?? ''))
    case '/signed-in-long-ago':
      await stock.accounts.signedInLongAgo(url.searchParams.get('email') ?? '')
      return say(null)
    case '/through-google':
      await stock.accounts.throughGoogleAlone(url.searchParams.get('email') ?? '')
      return say(null)
    case '/mails':
      return say(stock.smtp.mails.filter(mail => mail.to.includes(url.searchParams.get('to') ?? '')))
    case '/google':
    case '/facebook':
      Object.assign(url.pathname === '/google' ? stock.google : stock.facebook, { failure: null }, await json(request))
      return say(null)
    default:
      response.writeHead(404).end()
  }
}
