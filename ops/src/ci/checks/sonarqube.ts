import { z } from 'zod'
import { type CiServer, readCiJson } from '../ci-server.ts'
import { type CiCheck, differs, expectVersion } from '../findings.ts'

const statusAnswer = z.object({ status: z.string(), version: z.string() })
const validAnswer = z.object({ valid: z.boolean() })
const componentAnswer = z.object({ component: z.object({ key: z.string() }) })
const projectGateAnswer = z.object({ qualityGate: z.object({ name: z.string() }) })
const gateAnswer = z.object({ conditions: z.array(z.object({ metric: z.string() })).default([]) })

/** What a deployment relies on: a server that is up, our token, the project, and a quality gate that can be red. */
export function sonarChecks(sonar: CiServer, { version, project }: { version: string; project: string }): CiCheck[] {
  const key = encodeURIComponent(project)
  return [
    { what: 'version et état', look: () => lookAtState(sonar, version) },
    {
      what: 'jeton',
      async look() {
        const { valid } = await readCiJson(sonar, '/api/authentication/validate', validAnswer)
        if (!valid)
          throw differs(`SonarQube refuse ${sonar.credential}.`, `Remplacez ${sonar.credential}, puis recommencez.`)
        return 'accepté'
      },
    },
    {
      what: 'projet',
      look: async () =>
        (await readCiJson(sonar, `/api/components/show?component=${key}`, componentAnswer)).component.key,
    },
    { what: 'seuil', look: () => lookAtGate(sonar, key) },
  ]
}

async function lookAtState(sonar: CiServer, version: string): Promise<string> {
  const found = await readCiJson(sonar, '/api/system/status', statusAnswer)
  if (found.status !== 'UP')
    throw differs(`SonarQube n’est pas prêt (${found.status}).`, 'Il démarre sans doute : recommencez dans une minute.')
  expectVersion('SonarQube', found.version, version)
  return version
}

/** @param key the project's, as it stands in an address */
async function lookAtGate(sonar: CiServer, key: string): Promise<string> {
  const { qualityGate } = await readCiJson(sonar, `/api/qualitygates/get_by_project?project=${key}`, projectGateAnswer)
  const path = `/api/qualitygates/show?name=${encodeURIComponent(qualityGate.name)}`
  const { conditions } = await readCiJson(sonar, path, gateAnswer)
  if (!conditions.length)
    throw differs(
      `Le seuil « ${qualityGate.name} » n’a aucune condition : il est toujours vert.`,
      'Donnez-lui des conditions dans SonarQube, ou un autre seuil au projet.',
    )
  return `${qualityGate.name} : ${conditions.map(({ metric }) => metric).join(', ')}`
}
