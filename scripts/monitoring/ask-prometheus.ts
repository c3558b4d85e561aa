export type FiringAlert = {
  alert: string
  environment: string | null
  summary: string
  command: string
  runbook: string
}

/** What Prometheus answers to the two questions above. */
type Answered = {
  result?: { value: [number, string] }[]
  alerts?: {
    state: string
    labels: { alertname: string; environment?: string }
    annotations: Pick<FiringAlert, 'summary' | 'command' | 'runbook'>
  }[]
}

/** What a test asks the Prometheus at this address. */
export function openQuestions(prometheus: string) {
  const ask = async (path: string): Promise<Answered> => {
    const answer = await fetch(`http://${prometheus}/api/v1/${path}`).catch(() => null)
    return answer?.ok ? ((await answer.json()) as { data: Answered }).data : {}
  }
  return {
    /** how many targets answer Prometheus */
    async countUp(): Promise<number> {
      const { result } = await ask('query?query=count(up==1)')
      return Number(result?.[0]?.value[1] ?? 0)
    },
    /** the alerts that fire now, as Prometheus has them */
    async firing(): Promise<FiringAlert[]> {
      const { alerts = [] } = await ask('alerts')
      const firing = alerts.filter(({ state }) => state === 'firing')
      return firing.map(({ labels, annotations }) => ({
        alert: labels.alertname,
        environment: labels.environment ?? null,
        ...annotations,
      }))
    },
  }
}
