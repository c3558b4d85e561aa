import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { SITE } from '../nginx/server-door.ts'
import type { Attack } from './attack.ts'

const SECONDS = 8
/** As many connections as environments/server/nginx.conf gives an address. */
const LIMIT = 512
/** A handshake of TLS 1.2 up to the middle of its first message: enough to be taken for one. */
const HALF_HANDSHAKE = Buffer.from('1603010200010001fc0303', 'hex')

type Flood = { name: string; count: number; net: number; open(port: number, localAddress: string): Socket }

/** Holds connections open from one address for some seconds, and opens each again when it is closed. */
function flood({ name, count, net, open }: Flood): Attack {
  return {
    name,
    async run({ https }) {
      const sockets = new Set<Socket>()
      let [opened, most, over] = [0, 0, false]
      const another = () => {
        if (over) return
        const socket = open(https, `127.0.${net}.1`).on('error', () => {})
        socket.once('connect', () => since.set(socket, Date.now()))
        socket.resume().once('close', () => {
          sockets.delete(socket)
          setTimeout(another, 1_000)
        })
        sockets.add(socket)
        opened++
      }
      for (let n = 0; n < count; n++) another()
      for (const end = Date.now() + SECONDS * 1_000; Date.now() < end; await wait(250))
        most = Math.max(most, [...sockets].filter(isSettled).length)
      over = true
      for (const socket of sockets) socket.destroy()
      return {
        held: opened >= count && most <= LIMIT,
        seen: `${opened} opened from one address, at most ${most} held at a time`,
      }
    },
  }
}

/** Whether it has been connected for longer than a refusal takes. */
const isSettled = (socket: Socket) =>
  !socket.destroyed && (since.get(socket) ?? Number.POSITIVE_INFINITY) < Date.now() - 1_500
const since = new WeakMap<Socket, number>()

/** Sends the start, then a byte each second, for as long as it is connected. */
function dribble(socket: Socket, start: string): Socket {
  let timer: NodeJS.Timeout
  socket.once('secureConnect', () => {
    socket.write(start)
    timer = setInterval(() => socket.write('x'), 1_000)
  })
  return socket.once('close', () => clearInterval(timer))
}

const overTls = (port: number, localAddress: string) =>
  connectTls({ host: '127.0.0.1', port, localAddress, servername: SITE, rejectUnauthorized: false } as object)

export const connections: Attack[] = [
  flood({
    name: 'half handshakes',
    count: 1_500,
    net: 30,
    open: (port, localAddress) => {
      const socket = connect({ host: '127.0.0.1', port, localAddress })
      return socket.once('connect', () => socket.write(HALF_HANDSHAKE))
    },
  }),
  flood({
    name: 'connections that say nothing',
    count: 1_500,
    net: 31,
    open: (port, localAddress) => connect({ host: '127.0.0.1', port, localAddress }),
  }),
  flood({
    name: 'slow headers',
    count: 300,
    net: 32,
    open: (port, address) => dribble(overTls(port, address), `GET / HTTP/1.1\r\nhost: ${SITE}\r\nx-slow: `),
  }),
  flood({
    name: 'slow bodies',
    count: 300,
    net: 33,
    open: (port, address) => {
      const head = `POST /api/plays HTTP/1.1\r\nhost: ${SITE}\r\norigin: https://${SITE}\r\ncontent-type: application/json`
      return dribble(overTls(port, address), `${head}\r\ncontent-length: 9000\r\n\r\n{"code":"`)
    },
  }),
]
