import { z } from 'zod'
import { type CiServer, readCi, readCiJson } from '../ci-server.ts'
import { type CiCheck, differs } from '../findings.ts'

const pluginsAnswer = z.object({
  plugins: z.array(z.object({ shortName: z.string(), version: z.string(), enabled: z.boolean() })),
})
const credentialsAnswer = z.object({ credentials: z.array(z.object({ id: z.string() })) })
const jobAnswer = z.object({ _class: z.string(), jobs: z.array(z.object({ name: z.string() })) })

const JOB = 'the-tip-top'
const CREDENTIAL = 'gitea-token'

/** @param pluginList the text of `plugins.txt` */
export function jenkinsChecks(jenkins: CiServer, expected: { version: string; pluginList: string }): CiCheck[] {
  return [
    { what: 'version et compte', look: () => lookAtVersion(jenkins, expected.version) },
    { what: 'plugins', look: () => lookAtPlugins(jenkins, expected.pluginList) },
    {
      what: 'identifiants',
      async look() {
        const path = '/credentials/store/system/domain/_/api/json?tree=credentials[id]'
        const { credentials } = await readCiJson(jenkins, path, credentialsAnswer)
        if (!credentials.some(({ id }) => id === CREDENTIAL))
          throw differs(`Il n’y a pas d’identifiant « ${CREDENTIAL} ».`, 'Redémarrez Jenkins : jenkins.yaml le crée.')
        return CREDENTIAL
      },
    },
    { what: 'job', look: () => lookAtJob(jenkins) },
  ]
}

async function lookAtVersion(jenkins: CiServer, version: string): Promise<string> {
  const { headers } = await readCi(jenkins, '/api/json?tree=mode')
  const found = headers['x-jenkins'] ?? 'une version qu’il ne dit pas'
  if (found !== version) throw differs(`Jenkins est en ${found}, et son Dockerfile nomme ${version}.`)
  return version
}

async function lookAtPlugins(jenkins: CiServer, pluginList: string): Promise<string> {
  const { plugins } = await readCiJson(jenkins, '/pluginManager/api/json?depth=1', pluginsAnswer)
  const found = new Map(plugins.map(plugin => [plugin.shortName, plugin]))
  const wanted = [...pluginList.matchAll(/^([\w-]+):(\S+)$/gm)]
  const faults = wanted.flatMap(([, name = '', version]) => {
    const plugin = found.get(name)
    if (!plugin) return [`${name} manque`]
    if (!plugin.enabled) return [`${name} est désactivé`]
    return plugin.version === version ? [] : [`${name} est en ${plugin.version} et non en ${version}`]
  })
  if (faults.length) throw differs(`${faults.join(', ')}.`, 'Reconstruisez l’image de Jenkins, ou plugins.txt.')
  return `${wanted.length} comme plugins.txt les nomme`
}

async function lookAtJob(jenkins: CiServer): Promise<string> {
  const { _class: kind, jobs } = await readCiJson(jenkins, `/job/${JOB}/api/json?tree=jobs[name]`, jobAnswer)
  if (!kind.endsWith('.WorkflowMultiBranchProject'))
    throw differs(`Le job « ${JOB} » n’est pas un pipeline multibranche (${kind}).`)
  if (!jobs.some(({ name }) => name === 'main'))
    throw differs(`Le job « ${JOB} » n’a pas trouvé la branche main.`, 'Lisez son « Scan Multibranch Pipeline Log ».')
  return `${JOB} : ${jobs.map(({ name }) => name).join(', ')}`
}
