import { once } from 'node:events'
import { connect } from 'node:tls'
import { SITE } from '../nginx/server-door.ts'
import { type Attack, tally } from './attack.ts'
import type { Stack } from './stack.ts'
import { Visitor } from './visitor.ts'

const own = (name: string, address: string, run: (visitor: Visitor, stack: Stack) => ReturnType<Attack['run']>) => ({
  name,
  run: async (stack: Stack) => {
    const visitor = new Visitor(stack.https, address)
    await visitor.register()
    return run(visitor, stack)
  },
})

/** However full a browser's jar, the site works again at the next request. */
const cookieBombs = own('cookie bombs', '127.0.40.1', async visitor => {
  const bomb = await visitor.get('/api/me', { cookie: `bombe=${'x'.repeat(9_000)}` })
  const many = Array.from({ length: 300 }, (_, n) => `b${n}=${'x'.repeat(12)}`).join('; ')
  const crowd = await visitor.get('/api/me', { cookie: many })
  const after = await visitor.get('/api/me')
  const takenAway = bomb.headers['clear-site-data'] === '"cookies"'
  return {
    held: bomb.status === 400 && takenAway && crowd.status === 401 && after.status === 200,
    seen: `9 kB ${bomb.status}${takenAway ? ' and taken away' : ''}; 300 cookies ${crowd.status}; without them ${after.status}`,
  }
})

/** A cookie that another host of the domain planted does not change whose session it is. */
const tossedCookie = own(
  'another account’s session planted beside the own one',
  '127.0.40.2',
  async (victim, stack) => {
    const thief = new Visitor(stack.https, '127.0.40.3')
    await thief.register()
    const [[name = '', theirs = ''] = []] = [...thief.cookies]
    const [mine = ''] = [...victim.cookies.values()]
    const jars = [
      `${name}=${theirs}; ${name}=${mine}`,
      `${name}=${mine}; ${name}=${theirs}`,
      `tiptop_session=${theirs}`,
    ]
    const answers = await Promise.all(jars.map(cookie => victim.get('/api/me', { cookie })))
    const said = answers.map(({ status, body }) =>
      body.includes(thief.email) ? 'the other account' : body.includes(victim.email) ? 'the own account' : status,
    )
    return { held: !said.includes('the other account'), seen: said.join(', ') }
  },
)

const signInClicks = own('a hundred and fifty sign-ins begun at Google', '127.0.40.4', async visitor => {
  const statuses: number[] = []
  for (let click = 0; click < 150; click++)
    statuses.push((await visitor.get(`/api/auth/google?suite=/jeu?code=${'a'.repeat(200)}`)).status)
  const after = await visitor.get('/api/me')
  const size = [...visitor.cookies].join('; ').length
  return {
    held: after.status === 200 && size < 6_000,
    seen: `${tally(statuses)}; then ${after.status}, with ${visitor.cookies.size} cookies of ${size} bytes`,
  }
})

const tooMuch = own('headers, bodies and addresses that are too large or never end', '127.0.40.5', async visitor => {
  const deep = '['.repeat(8_000) + ']'.repeat(8_000)
  const answers = await Promise.all([
    visitor.get('/', { 'x-large': 'x'.repeat(12_000) }),
    visitor.get(`/${'a'.repeat(12_000)}`),
    visitor.post('/api/plays', 'x'.repeat(1_000_000)),
    visitor.post('/api/plays', 'x'.repeat(40_000)),
    visitor.post('/api/plays', deep),
    visitor.post('/api/plays', '{"__proto__":{"code":"x"},"constructor":{"prototype":{"code":"y"}}}'),
    visitor.get(`/api/contest?${'a=1&'.repeat(1_500)}`),
  ])
  const statuses = answers.map(({ status }) => status)
  // A connection that is cut while too much is sent is a refusal as well.
  return {
    held: statuses.every(status => status < 500) && (await visitor.get('/api/me')).status === 200,
    seen: tally(statuses),
  }
})

/** Requests that two servers could read differently. @returns the first line of each answer */
async function raw(port: number, request: string): Promise<string> {
  const options = { host: '127.0.0.1', port, localAddress: '127.0.40.6', servername: SITE, rejectUnauthorized: false }
  const socket = connect(options as object).on('error', () => {})
  let said = ''
  socket.setEncoding('latin1').on('data', (text: string) => {
    said += text
  })
  socket.setTimeout(3_000, () => socket.destroy())
  socket.end(request)
  await once(socket, 'close')
  return said.split('\r\n', 1)[0]?.replace('HTTP/1.1 ', '') || 'closed'
}

const smuggling: Attack = {
  name: 'requests that two servers could read differently',
  async run({ https }) {
    const head = `POST /api/plays HTTP/1.1\r\nhost: ${SITE}\r\norigin: https://${SITE}\r\n`
    const hidden = 'GET /metrics HTTP/1.1\r\nhost: backend\r\n\r\n'
    const answers = await Promise.all(
      [
        `${head}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
        `${head}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n${hidden}`,
        `${head}content-length: 5\r\ncontent-length: 0\r\n\r\n${hidden}`,
        `GET /api/..%2fmetrics HTTP/1.1\r\nhost: ${SITE}\r\n\r\n`,
        `GET /api/metrics HTTP/1.1\r\nhost: backend\r\n\r\n`,
        `GET /api/contest HTTP/1.1\r\nhost: ${SITE}\r\nhost: evil.example\r\n\r\n`,
      ].map(request => raw(https, request)),
    )
    return { held: answers.every(line => /^4\d\d|^501|^closed/.test(line)), seen: tally(answers) }
  },
}

/** No other site changes anything in the name of a signed-in visitor. */
const foreignOrigins = own(
  'plays sent by other sites with the visitor’s cookies',
  '127.0.40.7',
  async (visitor, stack) => {
    const code = await stack.newCode()
    const origins = ['https://evil.example', 'null', `https://${SITE}.evil.example`, `https://evil${SITE}`]
    const more = [`http://${SITE}`, `https://${SITE}:8443`, `https://api.${SITE}`, '']
    const answers = await Promise.all([
      ...[...origins, ...more].map(origin => visitor.post('/api/plays', { code }, { origin })),
      visitor.post('/api/plays', JSON.stringify({ code }), { origin: 'null', 'content-type': 'text/plain' }),
      visitor.post('/api/plays', `code=${code}`, { 'content-type': 'application/x-www-form-urlencoded' }),
      visitor.send('GET', `/api/plays?code=${code}`, {}),
    ])
    const statuses = answers.map(({ status }) => status)
    const after = await visitor.post('/api/plays', { code })
    return {
      held: statuses.every(status => status >= 400 && status < 500) && after.status === 201,
      seen: `${tally(statuses)}; the same code by the visitor ${after.status}`,
    }
  },
)

export const requests = [cookieBombs, tossedCookie, signInClicks, tooMuch, smuggling, foreignOrigins]
