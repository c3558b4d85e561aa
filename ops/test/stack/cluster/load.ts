import { rest } from '../../../src/time/wait-until.ts'

/** A player, by the cookie of their session. */
export type Player = { cookie: string }

/** What players were told, which is noted here and nowhere in the database. */
export type PlayReport = {
  /** the prize of each play that was acknowledged, by its code */
  acknowledged: Map<string, string>
  /** how often each answer came; `none` where there was no answer in time */
  statuses: Record<string, number>
  /** the longest time without an acknowledged play, in milliseconds */
  longestGapMs: number
}

const PATIENCE_MS = 15_000
const REST_MS = 100
/** A player who meets an error tries again after this. */
const AGAIN_MS = 500
/** What the last code of each player may take once the load is to end. */
const LATE_MS = 90_000

/**
 * Players who play one code after the other, each until they are told what it won, as a person at a screen does.
 * @returns what ends the load: it lets each player finish the code at hand
 */
export function startPlaying(url: string, players: readonly Player[], codes: Iterator<string>) {
  const report: PlayReport = { acknowledged: new Map(), statuses: {}, longestGapMs: 0 }
  let last = performance.now()
  let ended = false
  const note = (status: number | 'none') => {
    report.statuses[status] = (report.statuses[status] ?? 0) + 1
  }
  const won = (code: string, prize: string) => {
    report.acknowledged.set(code, prize)
    report.longestGapMs = Math.max(report.longestGapMs, Math.round(performance.now() - last))
    last = performance.now()
  }
  const playing = players.map(async player => {
    while (!ended) {
      const { value: code, done } = codes.next()
      if (done) throw new Error('There are no codes left to play.')
      for (;;) {
        const answer = await play(url, player, code)
        note(answer?.status ?? 'none')
        if (answer?.prize) {
          won(code, answer.prize)
          break
        }
        await rest(AGAIN_MS)
      }
      await rest(REST_MS)
    }
  })
  return {
    report,
    async stop(): Promise<PlayReport> {
      ended = true
      const late = rest(LATE_MS).then(() => {
        throw new Error(`Players still wait for an answer: ${JSON.stringify(report.statuses)}`)
      })
      await Promise.race([Promise.all(playing), late])
      return report
    },
  }
}

/** @returns null when there is no answer; `prize` is null unless the play was acknowledged */
async function play(
  url: string,
  player: Player,
  code: string,
): Promise<{ status: number; prize: string | null } | null> {
  try {
    const answer = await fetch(`${url}/plays`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://localhost:3000', cookie: player.cookie },
      body: JSON.stringify({ code }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const renewed = answer.headers.getSetCookie().map(line => line.split(';')[0])
    if (renewed.length) player.cookie = renewed.join('; ')
    const body = (await answer.json()) as { prize?: object }
    return { status: answer.status, prize: answer.status < 300 ? JSON.stringify(body.prize) : null }
  } catch {
    return null
  }
}
