import {
  type PoolOptions,
  type PoolRunnerInitializer,
  type PoolWorker,
  ThreadsPoolWorker,
  type WorkerRequest,
} from 'vitest/node'

/** Without a choice of its own, a run would have that of the thread's first one. */
const EACH_TEST = /(?:)/

type Listener = Parameters<PoolWorker['on']>[1]

/** A thread that outlives its run, with everything that it has imported. Imports are most of what a mutant costs. */
class KeptWorker implements PoolWorker {
  readonly name = 'kept'
  readonly #thread: ThreadsPoolWorker
  readonly #options: PoolOptions
  #started = false
  #listeners: [event: string, listener: Listener][] = []

  constructor(options: PoolOptions) {
    this.#options = options
    this.#thread = new ThreadsPoolWorker(options)
  }

  on(event: string, listener: Listener): void {
    this.#listeners.push([event, listener])
    this.#thread.on(event, listener)
  }

  off(event: string, listener: Listener): void {
    this.#listeners = this.#listeners.filter(known => known[0] !== event || known[1] !== listener)
    this.#thread.off(event, listener)
  }

  deserialize(data: unknown): unknown {
    return this.#thread.deserialize(data)
  }

  /** Hands a run to the thread, which starts once; no run's end stops it. */
  send(message: WorkerRequest): void {
    if (message.type === 'stop') this.#answer('stopped')
    else if (message.type === 'start' && this.#started) this.#answer('started')
    else this.#pass(message)
  }

  #pass(message: WorkerRequest): void {
    this.#started = true
    // The thread has the settings of its start, but each run has its own choice of tests.
    if (message.type === 'run') {
      const { testNamePattern = EACH_TEST } = this.#options.project.config
      for (const file of message.context.files) file.testNamePattern = testNamePattern
    }
    this.#thread.send(message)
  }

  async start(): Promise<void> {
    if (this.#started) return
    await this.#thread.start()
    this.#thread.on('exit', () => {
      if (kept === this) kept = null
    })
  }

  async stop(): Promise<void> {
    for (const [event, listener] of this.#listeners) this.#thread.off(event, listener)
    this.#listeners = []
  }

  #answer(type: 'started' | 'stopped'): void {
    const listeners = this.#listeners.filter(([event]) => event === 'message')
    for (const [, listener] of listeners) listener({ type, __vitest_worker_response__: true })
  }
}

let kept: KeptWorker | null = null

/** Runs the tests of all mutants in one thread; the first run, which finds out what each test reaches, has its own. */
export const keptThread: PoolRunnerInitializer = {
  name: 'kept',
  createPoolWorker: options => {
    const { mode } = options.project.getProvidedContext() as unknown as Record<string, unknown>
    if (mode !== 'mutant') return new ThreadsPoolWorker(options)
    kept ??= new KeptWorker(options)
    return kept
  },
}
