import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

export const ROOT = join(import.meta.dirname, '..', '..')
export const MONITORING = join(ROOT, 'environments', 'monitoring')
export const readMonitoring = (...path: string[]) => readFileSync(join(MONITORING, ...path), 'utf8')

const alertsFile = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string(),
          labels: z.object({ severity: z.enum(['critical', 'warning', 'info']) }),
          annotations: z.strictObject({ summary: z.string(), command: z.string(), runbook: z.string() }),
        }),
      ),
    }),
  ),
})

/** The alerts as `alerts.yml` has them. */
export const rules = alertsFile.parse(parse(readMonitoring('alerts.yml'))).groups.flatMap(group => group.rules)

const alertmanagerFile = z.object({
  inhibit_rules: z.array(z.object({ source_matchers: z.array(z.string()), target_matchers: z.array(z.string()) })),
})

/** What silences what in `alertmanager.yml`: the alert that does, and those that follow from it. */
export const inhibitions = alertmanagerFile
  .parse(parse(readMonitoring('alertmanager.yml')))
  .inhibit_rules.map(({ source_matchers: sources, target_matchers: targets }) => ({
    source: alertsOf(sources)[0] as string,
    targets: alertsOf(targets),
  }))

function alertsOf(matchers: string[]): string[] {
  return matchers.flatMap(matcher => /^alertname =~? "?([^"]+)"?$/.exec(matcher)?.[1]?.split('|') ?? [])
}
