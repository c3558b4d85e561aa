import type { ProgramModel, ServerModel } from '../../server-model.ts'

const RECONCILIATION = 'backend/src/reconciliation/commands.ts'

/** The end of the audit trail, whatever happens. */
export const AUDIT_HEAD = 'ab'.repeat(32)

/** Commands of the backend beside the one that serves: its proofs of the data, which find nothing wrong, and its reconciliation. */
export const operate: ProgramModel = ([program, verb, ...args], { output }, server) => {
  if (program !== 'docker' || verb !== 'compose' || !args.includes('operate')) return null
  if (args.includes(RECONCILIATION)) return reconcile(args.slice(args.indexOf(RECONCILIATION) + 1), server)
  if (!args.includes('backend/src/audit/commands.ts')) return null
  const head = args.indexOf('--head')
  if (head >= 0 && args[head + 1] !== AUDIT_HEAD) throw new Error(`no event has the hash ${args[head + 1]}`)
  output?.write(`${JSON.stringify({ holds: true, sealed: 3, faults: [], head: { event: 3, hash: AUDIT_HEAD } })}\n`)
  output?.end()
  return ''
}

const CONFLICT = {
  event: 9,
  text: 'événement n° 9 : le ticket n° 4 fut joué par le compte n° 1, et depuis par le compte n° 2',
}

/** What a database has more plays of, the one in use gets; one event contradicts until it is decided. */
function reconcile([word, ...args]: readonly string[], { databases }: ServerModel): string {
  const from = args[args.indexOf('--from') + 1] ?? ''
  const [left, used] = [databases.get(from), databases.get('tiptop')]
  if (!left || !used) throw new Error(`La base ${from} ne répond pas`)
  const isDecided = used.decided ?? false
  if (word === 'decide') {
    if (!args.includes('--dry-run')) used.decided = true
    return JSON.stringify({ decided: isDecided ? [] : [CONFLICT], already: isDecided ? [CONFLICT] : [] })
  }
  const replayed = Math.max(0, left.plays - used.plays)
  if (word === 'replay') used.plays += replayed
  return JSON.stringify({
    common: { event: 7, at: '2026-11-23T06:00:00.000Z' },
    kinds: [{ title: 'participations', replayed, already: isDecided ? 1 : 0, undecided: isDecided ? 0 : 1 }],
    leftOut: [{ title: 'connexions', count: 2 }],
    questions: isDecided ? [] : [CONFLICT.text],
  })
}
