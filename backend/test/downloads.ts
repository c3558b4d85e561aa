import { parseCsv, readXlsx, type Sheet } from 'hucre'
import type { TestBackend } from './backend.ts'
import type { Client } from './client.ts'

type Download = { status: number; headers: Headers; bytes: Buffer }

/** The backend on a port of its own, where files are downloaded as a browser does it. */
export async function openDownloads({ app }: TestBackend) {
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const cookie = (client: Client) => [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')

  async function download(client: Client, path: string): Promise<Download> {
    const response = await fetch(`${url}${path}`, { headers: { cookie: cookie(client) } })
    return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
  }

  return {
    url,
    cookie,
    download,
    /** An export in CSV, each row as an object by the words of the header. */
    async csv(client: Client, path: string): Promise<Record<string, string>[]> {
      const { bytes } = await download(client, path)
      const [header = [], ...rows] = parseCsv(bytes.toString(), { delimiter: ';' }) as string[][]
      return rows.map(row => Object.fromEntries(header.map((title, index) => [title, row[index] ?? ''])))
    },
    /** The first sheet of an export as a workbook, as another library reads it. */
    async sheet(client: Client, path: string): Promise<Sheet> {
      const { sheets } = await readXlsx((await download(client, path)).bytes)
      return sheets[0] as Sheet
    },
  }
}
