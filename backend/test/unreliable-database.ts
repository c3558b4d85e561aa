import { connect, createServer, type Socket } from 'node:net'

/** A connection to the database that a test can cut, block, silence and restore. */
type UnreliableDatabase = {
  url: string
  /** ends all connections and takes no new one */
  cut(): Promise<void>
  /** passes on no statement any more */
  hang(): void
  /** silences the connections there are, without ending them, as a firewall does that forgot them; new ones work */
  silence(): void
  /** passes on the next statement whose bytes contain this text, and ends the connection instead of answering it */
  loseAnswer(statement: string): void
  mend(): Promise<void>
}

/** The two ends of a connection, and whether it is still passed on. */
type Line = { client: Socket; upstream: Socket; silent: boolean }

export async function unreliable(databaseUrl: string): Promise<UnreliableDatabase> {
  const target = new URL(databaseUrl)
  const lines = new Set<Line>()
  let hanging = false
  let losing: string | null = null
  const server = createServer(client => {
    const line: Line = { client, upstream: connect(Number(target.port), target.hostname), silent: false }
    const { upstream } = line
    lines.add(line)
    client.on('error', () => {}).on('close', () => end(line))
    upstream.on('error', () => {}).on('close', () => end(line))
    client.on('data', data => {
      if (hanging || line.silent) return
      if (losing === null || !data.includes(losing)) return void upstream.write(data)
      losing = null
      // The first byte of the answer says that the statement is done.
      upstream.removeAllListeners('data').once('data', () => end(line))
      upstream.write(data)
    })
    upstream.on('data', data => line.silent || client.write(data))
  })
  function end(line: Line): void {
    lines.delete(line)
    if (line.silent) return
    line.client.destroy()
    line.upstream.destroy()
  }
  const endAll = () => {
    for (const line of lines) {
      line.silent = false
      end(line)
    }
  }
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
        endAll()
      }),
    hang: () => {
      hanging = true
    },
    silence: () => {
      for (const line of lines) line.silent = true
    },
    loseAnswer: statement => {
      losing = statement
    },
    mend: async () => {
      hanging = false
      losing = null
      endAll()
      if (!server.listening) await listen(port)
    },
  }
}
