import { connect, createServer, type Socket } from 'node:net'

/** A connection to the database that a test can cut, block and restore. */
type UnreliableDatabase = { url: string; cut(): Promise<void>; hang(): void; mend(): Promise<void> }

export async function unreliable(databaseUrl: string): Promise<UnreliableDatabase> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let hanging = false
  const server = createServer(client => {
    const upstream = connect(Number(target.port), target.hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    }
    client.on('data', data => hanging || upstream.write(data)).on('close', () => upstream.destroy())
    upstream.on('data', data => client.write(data)).on('close', () => client.destroy())
  })
  const listen = (port: number) => new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as { port: number }
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${port}`
  return {
    url: url.href,
    cut: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
    hang: () => {
      hanging = true
    },
    mend: async () => {
      hanging = false
      for (const socket of sockets) socket.destroy()
      if (!server.listening) await listen(port)
    },
  }
}
