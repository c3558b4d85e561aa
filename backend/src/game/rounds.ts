/**
 * Collects what arrives while earlier work is running and passes it on together: what one turn of the event loop brings
 * makes a round, and what arrives meanwhile shares the next. There is no timer, so nothing waits for company.
 */
type Rounds<Item, Result> = { submit(item: Item): Promise<Result> }

type WaitingItem<Item, Result> = { item: Item; resolve(result: Result): void; reject(error: unknown): void }

type RoundsOptions<Item, Result> = {
  /** Does one round. Answers one result per item, in their order. */
  run(items: Item[]): Promise<Result[]>
  /** Items with the same key never share a round. */
  key(item: Item): string
  /** How many items a round takes at most. */
  size: number
  /** Whether an error would hit every item, so that trying them one by one is useless. */
  isCommon(error: unknown): boolean
}

export function openRounds<Item, Result>({
  run,
  key,
  size,
  isCommon,
}: RoundsOptions<Item, Result>): Rounds<Item, Result> {
  let waiting: WaitingItem<Item, Result>[] = []
  let underWay = false

  async function goOn(): Promise<void> {
    while (waiting.length > 0) await settle(take())
    underWay = false
  }

  /** The next round: in order of arrival, each key once; the others keep waiting. */
  function take(): WaitingItem<Item, Result>[] {
    const round = new Map<string, WaitingItem<Item, Result>>()
    const later: WaitingItem<Item, Result>[] = []
    for (const one of waiting) {
      const name = key(one.item)
      if (round.size < size && !round.has(name)) round.set(name, one)
      else later.push(one)
    }
    waiting = later
    return [...round.values()]
  }

  /** Runs a round. A failed round is repeated item by item, so that one bad item does not fail the others. */
  async function settle(round: WaitingItem<Item, Result>[]): Promise<void> {
    try {
      const results = await run(round.map(one => one.item))
      round.forEach((one, place) => {
        one.resolve(results[place] as Result)
      })
    } catch (error) {
      if (round.length === 1 || isCommon(error)) for (const one of round) one.reject(error)
      else for (const one of round) await settle([one])
    }
  }

  return {
    submit: item =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        if (underWay) return
        underWay = true
        setImmediate(goOn)
      }),
  }
}
