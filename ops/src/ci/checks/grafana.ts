import { z } from 'zod'
import { type CiServer, readCiJson } from '../ci-server.ts'
import { type CiCheck, differs, expectVersion } from '../findings.ts'

const healthAnswer = z.object({ database: z.string(), version: z.string().default('une version qu’il ne dit pas') })
const sourceAnswer = z.object({ type: z.string(), url: z.string() })
const sourceHealthAnswer = z.object({ status: z.string(), message: z.string() })
const dashboardAnswer = z.object({ dashboard: z.object({ title: z.string() }) })

/** The data source and the dashboard as `environments/monitoring/grafana` names them. */
const SOURCE = { uid: 'prometheus', type: 'prometheus', url: 'http://prometheus:9090' }
const DASHBOARD = 'tiptop'

const LOGS = '« docker logs » de Grafana dit pourquoi.'
const RESTART = 'Redémarrez Grafana, que ses fichiers configurent.'
const IS_UP = 'Prometheus est-il démarré (docker ps) ?'

/** What operators rely on: a Grafana that is up, its data source, which answers, and the dashboard. */
export function grafanaChecks(grafana: CiServer, { version }: { version: string }): CiCheck[] {
  return [
    {
      what: 'version et état',
      async look() {
        const found = await readCiJson(grafana, '/api/health', healthAnswer)
        if (found.database !== 'ok') throw differs(`La base de Grafana ne va pas bien (${found.database}).`, LOGS)
        expectVersion('Grafana', found.version, version)
        return version
      },
    },
    {
      what: 'source de données',
      async look() {
        const { type, url } = await readCiJson(grafana, `/api/datasources/uid/${SOURCE.uid}`, sourceAnswer)
        if (type !== SOURCE.type || url !== SOURCE.url)
          throw differs(
            `La source « ${SOURCE.uid} » est ${type} sur ${url}, et non ${SOURCE.type} sur ${SOURCE.url}.`,
            RESTART,
          )
        return `${type} sur ${url}`
      },
    },
    {
      what: 'source qui répond',
      async look() {
        const path = `/api/datasources/uid/${SOURCE.uid}/health`
        const { status, message } = await readCiJson(grafana, path, sourceHealthAnswer)
        if (status !== 'OK') throw differs(`Grafana n’obtient rien de Prometheus : ${message}.`, IS_UP)
        return message
      },
    },
    {
      what: 'tableau de bord',
      look: async () =>
        (await readCiJson(grafana, `/api/dashboards/uid/${DASHBOARD}`, dashboardAnswer)).dashboard.title,
    },
  ]
}
