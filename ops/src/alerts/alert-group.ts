import { z } from 'zod'
import { utcMinute } from '../time/words.ts'
import type { Notice } from '../tools/notices.ts'

const alertShape = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: z.object({ alertname: z.string(), severity: z.string().default('warning') }),
  annotations: z.object({ summary: z.string(), command: z.string(), runbook: z.string() }).partial(),
  startsAt: z.iso.datetime({ offset: true }).transform(text => new Date(text).toISOString()),
})

/** What Alertmanager posts to a webhook, in version 4 of its format: the alerts that it groups into one message. */
export const alertGroupShape = z.object({
  version: z.literal('4'),
  groupLabels: z.object({ environment: z.string().optional() }),
  alerts: z.array(alertShape).min(1),
})

export type AlertGroup = z.infer<typeof alertGroupShape>
type Alert = AlertGroup['alerts'][number]

/** Says a group of alerts as every other notice is said: what is wrong or over, the next command, the runbook. */
export function noticeOf({ groupLabels, alerts }: AlertGroup): Notice {
  const firing = alerts.filter(({ status }) => status === 'firing').toSorted((one, other) => rank(one) - rank(other))
  const over = alerts.filter(({ status }) => status === 'resolved')
  const [worst] = firing
  const subject = worst ? firingSubject(worst, firing.length) : overSubject(over)
  return {
    subject: `[${groupLabels.environment ?? 'surveillance'}] ${subject}`,
    text: [...firing.map(firingText), ...over.map(overText)].join('\n'),
    severity: severityOf(firing),
  }
}

const SEVERITIES = ['critical', 'warning', 'info']
const rank = ({ labels }: Alert) => SEVERITIES.indexOf(labels.severity)
const summaryOf = ({ annotations, labels }: Alert) => annotations.summary ?? labels.alertname

function severityOf(firing: Alert[]): Notice['severity'] {
  if (firing.some(({ labels }) => labels.severity === 'critical')) return 'alert'
  return firing.some(({ labels }) => labels.severity !== 'info') ? 'warning' : 'info'
}

function firingSubject(worst: Alert, count: number): string {
  return count > 1 ? `${count} alertes, dont : ${summaryOf(worst)}` : summaryOf(worst)
}

function overSubject([first, ...others]: Alert[]): string {
  return first && !others.length ? `fini : ${summaryOf(first)}` : `fini : ${others.length + 1} alertes`
}

function firingText(alert: Alert): string {
  const { command, runbook } = alert.annotations
  return `${alert.labels.severity === 'critical' ? '✗' : '!'} ${summaryOf(alert)}
  Depuis : ${utcMinute(alert.startsAt)}
${command ? `  Et maintenant : ${command}\n` : ''}${runbook ? `  Que faire : ${runbook}\n` : ''}`
}

const overText = (alert: Alert) => `✓ Fini : ${summaryOf(alert)}\n`
