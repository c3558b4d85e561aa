import type { Environment } from '../../environment/environment.ts'
import { Failure } from '../../failure.ts'
import type { Step, StepNodes } from '../../procedure/procedure.ts'
import { type Delivery, deliver, type Notice, type Notices } from '../../tools/notices.ts'

type Announcement = { environment: Environment; reason: string; notices: Notices }

/**
 * A step that notifies the people on call and the shops that the site is closed (4.3/T). It fails if no person was reached,
 * and nothing else fails with it.
 */
export async function announceClosing(step: Step, node: StepNodes, announcement: Announcement): Promise<void> {
  const { environment, reason } = announcement
  const notice = {
    severity: 'warning',
    subject: `[${environment}] maintenance en cours, le site est fermé`,
    text: [
      `Raison : ${reason}.`,
      'Les joueurs voient la page de maintenance. En boutique, aucun lot ne peut être remis avant la réouverture.',
      'Un autre avis annoncera la réouverture.',
    ].join('\n'),
  } as const
  await step(node, 'Annoncer la maintenance', async ({ tell }) => {
    const { onCall, shops } = await toEveryone(announcement.notices, notice)
    if (!onCall.reached && !shops.reached)
      throw new Failure('unreachable', unsentOf(onCall, shops).join(' ; '), {
        hint: 'Prévenez vous-même l’astreinte et les boutiques.',
      })
    tell(saidOf(onCall, shops))
  }).catch(() => {})
}

/** Notifies the same people that the site is open again. Never throws. @returns who was notified, in French */
export async function announceOpening({ environment, notices }: Omit<Announcement, 'reason'>): Promise<string> {
  const text = 'Les joueurs jouent de nouveau, et les boutiques remettent les lots.'
  const notice = { severity: 'info', subject: `[${environment}] le site est rouvert`, text } as const
  const { onCall, shops } = await toEveryone(notices, notice)
  return saidOf(onCall, shops)
}

async function toEveryone(notices: Notices, notice: Notice): Promise<{ onCall: Delivery; shops: Delivery }> {
  const [onCall, shops] = await Promise.all([deliver(notices, notice), deliver(notices, notice, 'shops')])
  return { onCall, shops }
}

function saidOf(onCall: Delivery, shops: Delivery): string {
  const reached = [onCall.reached ? 'astreinte prévenue' : '', shops.reached ? 'boutiques prévenues' : '']
  return [...reached.filter(Boolean), ...unsentOf(onCall, shops)].join(' ; ')
}

const unsentOf = (...deliveries: Delivery[]) => deliveries.flatMap(({ unsent }) => unsent)
