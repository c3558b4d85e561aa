import { refusalCodes } from '@tiptop/contract/refusals.ts'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'

/** The figures that Prometheus reads at `GET /metrics`. */
export type Metrics = ReturnType<typeof openMetrics>

export function openMetrics() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const counter = (name: string, help: string) => new Counter({ name, help, registers })
  const canaries = new Counter({
    name: 'tiptop_canary_attempts_total',
    help: 'Canary codes tried, which no receipt has: codes leak or are counted through',
    labelNames: ['suspicion'],
    registers,
  })
  // A series that begins with its first attempt has no increase that an alert could see.
  for (const suspicion of ['leak', 'enumeration']) canaries.inc({ suspicion }, 0)
  return {
    registry,
    canaries,
    ...openMailMetrics(registers),
    ...openRefusalMetrics(registers),
    plays: counter('tiptop_plays_total', 'Tickets played'),
    wrongCodes: counter('tiptop_wrong_codes_total', 'Codes typed that no ticket has: a steep rise means guessing'),
    unsealedAge: new Gauge({
      name: 'tiptop_audit_unsealed_seconds',
      help: 'Age of the oldest event of the audit trail without a seal, 0 if every event has one',
      registers,
    }),
  }
}

function openRefusalMetrics(registers: Registry[]) {
  const refusals = new Counter({
    name: 'tiptop_refusals_total',
    help: 'Requests refused, by the code of the refusal',
    labelNames: ['code'],
    registers,
  })
  for (const code of refusalCodes) refusals.inc({ code }, 0)
  const locks = new Counter({
    name: 'tiptop_locks_total',
    help: 'Waits that began because too much failed, by what was tried and what must wait',
    labelNames: ['kind'],
    registers,
  })
  return { refusals, locks }
}

function openMailMetrics(registers: Registry[]) {
  const mails = new Counter({
    name: 'tiptop_mails_total',
    help: 'Mails by outcome of a try: sent, put off because the mail server was away or said later, given up',
    labelNames: ['outcome'],
    registers,
  })
  for (const outcome of ['sent', 'put-off', 'given-up']) mails.inc({ outcome }, 0)
  const waitingAge = new Gauge({
    name: 'tiptop_mail_waiting_seconds',
    help: 'How long the oldest mail has waited for the mail server, 0 if none waits',
    registers,
  })
  return { mails, waitingAge }
}
