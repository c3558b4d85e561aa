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
