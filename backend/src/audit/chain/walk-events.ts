import type { StoredEvent } from './read-trail.ts'

const PROGRESS_EVERY = 1_000

/** Walks events in the order of their ids. `onRead` is called now and then with the number read so far. */
export function walkEvents(events: AsyncGenerator<StoredEvent>, onRead: (count: number) => void) {
  let read = 0
  /** the event that the walk has reached; null at the end, undefined until it is read */
  let reached: StoredEvent | null | undefined

  async function peek(): Promise<StoredEvent | null> {
    if (reached === undefined) {
      const { done, value } = await events.next()
      reached = done ? null : value
      if (reached && ++read % PROGRESS_EVERY === 0) onRead(read)
    }
    return reached
  }

  async function* takeWhile(isTaken: (event: StoredEvent) => boolean): AsyncGenerator<StoredEvent> {
    for (let event = await peek(); event && isTaken(event); event = await peek()) {
      reached = undefined
      yield event
    }
  }

  return {
    /** The next events with an id below this one. */
    before: (id: number) => takeWhile(event => event.id < id),

    /** The next event if it has this id, or null. */
    async take(id: number): Promise<StoredEvent | null> {
      const event = await peek()
      if (event?.id !== id) return null
      reached = undefined
      return event
    },

    rest: () => takeWhile(() => true),
  }
}
