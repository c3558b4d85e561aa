import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** How this server behaves; a test changes it as it goes along. */
type Behaviour = {
  status: string
  token: string
  /** what the task is at each look, the last one from then on */
  tasks: string[]
  gate: unknown
  /** the jar that the scanner runs */
  engine: Buffer
  /** paths that are never answered */
  silent: RegExp | null
}

/** The part of a SonarQube server's interface that scanner and quality gate speak to. Needs closing. */
export async function openSonarServer(given: Partial<Behaviour> = {}) {
  const behaviour: Behaviour = {
    status: 'UP',
    token: 'demo-token',
    tasks: ['SUCCESS'],
    gate: green,
    engine: Buffer.alloc(0),
    silent: null,
    ...given,
  }
  const submitted: Record<string, string>[] = []
  const asked: string[] = []
  let looks = 0

  const answers: [RegExp, (request: IncomingMessage) => unknown][] = [
    [/^\/api\/system\/status/, () => ({ status: behaviour.status })],
    [/^\/api\/authentication\/validate/, request => ({ valid: isOurs(request) })],
    [/^\/api\/v2\/analysis\/version/, () => '25.6.0'],
    [/^\/api\/v2\/analysis\/engine/, request => engine(request)],
    [/^\/api\/ce\/submit/, request => submit(request)],
    [/^\/api\/ce\/task/, () => task()],
    [/^\/api\/qualitygates\/project_status/, () => ({ projectStatus: behaviour.gate })],
  ]

  const isOurs = (request: IncomingMessage) => request.headers.authorization === `Bearer ${behaviour.token}`
  const engine = ({ headers }: IncomingMessage) =>
    headers.accept?.includes('octet-stream')
      ? behaviour.engine
      : { filename: 'engine.jar', sha256: createHash('sha256').update(behaviour.engine).digest('hex') }

  async function submit(request: IncomingMessage) {
    if (!isOurs(request)) return null
    const { scannerProperties } = JSON.parse((await buffer(request)).toString())
    submitted.push(
      Object.fromEntries(scannerProperties.map((one: { key: string; value: string }) => [one.key, one.value])),
    )
    return `task-${submitted.length}`
  }

  function task() {
    const status = behaviour.tasks[Math.min(looks++, behaviour.tasks.length - 1)]
    const failure = status === 'FAILED' && { errorMessage: 'le rapport est illisible' }
    return { task: { status, ...(status === 'SUCCESS' && { analysisId: 'analysis-1' }), ...failure } }
  }

  const server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (behaviour.silent?.test(request.url ?? '')) return
    const [, answer] = answers.find(([path]) => path.test(request.url ?? '')) ?? []
    send(response, (await answer?.(request)) ?? null)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${port}`, behaviour, submitted, asked, close }
}

function send(response: ServerResponse, answer: unknown): void {
  if (answer === null) response.writeHead(401).end()
  else if (typeof answer === 'string' || Buffer.isBuffer(answer)) response.end(answer)
  else response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
}

export const green = {
  status: 'OK',
  conditions: [
    { status: 'OK', metricKey: 'new_coverage', comparator: 'LT', errorThreshold: '80', actualValue: '91.4' },
  ],
}

export const red = {
  status: 'ERROR',
  conditions: [
    { status: 'ERROR', metricKey: 'new_coverage', comparator: 'LT', errorThreshold: '80', actualValue: '71.2' },
    { status: 'ERROR', metricKey: 'new_reliability_rating', comparator: 'GT', errorThreshold: '1', actualValue: '3' },
    { status: 'OK', metricKey: 'new_violations', comparator: 'GT', errorThreshold: '0', actualValue: '0' },
  ],
}
