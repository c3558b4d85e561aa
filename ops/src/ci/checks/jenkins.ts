import { z } from 'zod'
import { type CiServer, readCi, readCiJson } from '../ci-server.ts'
import { type CiCheck, differs } from '../findings.ts'

const pluginsAnswer = z.object({
  plugins: z.array(z.object({ shortName: z.string(), version: z.string(), enabled: z.boolean() })),
})
const credentialsAnswer = z.object({ credentials: z.array(z.object({ id: z.string() })) })
const folderAnswer = z.object({ jobs: z.array(z.object({ name: z.string() })) })
const nodesAnswer = z.object({ computer: z.array(z.object({ displayName: z.string() })) })

const FOLDER = 'the-tip-top'
/** The definition of a pipeline, and the one branch that it may come from. */
const FROM_SCM = 'org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition'
const DEFINED_ON = 'refs/heads/main'
const CREDENTIAL = 'gitea-token'

/** `pluginList`: the text of `plugins.txt`. `branches`: those that have a job. */
type Expected = { version: string; pluginList: string; branches: string[] }

export function jenkinsChecks(jenkins: CiServer, expected: Expected): CiCheck[] {
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
    { what: 'jobs', look: () => lookAtJobs(jenkins, expected.branches) },
    { what: 'définition', look: () => lookAtDefinitions(jenkins, expected.branches) },
    { what: 'machines', look: () => lookAtNodes(jenkins) },
  ]
}

async function lookAtVersion(jenkins: CiServer, version: string): Promise<string> {
  const { headers } = await readCi(jenkins, '/api/json?tree=mode')
  const found = headers['x-jenkins'] ?? 'une version qu’il ne dit pas'
  if (found !== version)
    throw differs(
      `Jenkins est en ${found}, et son Dockerfile nomme ${version}.`,
      'Reconstruisez l’image de Jenkins, ou mettez son Dockerfile à jour.',
    )
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

async function lookAtJobs(jenkins: CiServer, branches: string[]): Promise<string> {
  const { jobs } = await readCiJson(jenkins, `/job/${FOLDER}/api/json?tree=jobs[name]`, folderAnswer)
  const names = jobs.map(({ name }) => name)
  const missing = branches.filter(branch => !names.includes(branch))
  const more = names.filter(name => !branches.includes(name))
  const hint = 'Redémarrez Jenkins, que jenkins.yaml configure ; ce qui est de trop s’y efface à la main.'
  if (missing.length) throw differs(`Il n’y a pas de job pour ${missing.join(', ')}.`, hint)
  if (more.length) throw differs(`Il y a un job de trop : ${more.join(', ')}.`, hint)
  return names.join(', ')
}

/** A job that takes its pipeline from elsewhere would run what someone wrote there. */
async function lookAtDefinitions(jenkins: CiServer, branches: string[]): Promise<string> {
  for (const branch of branches) {
    const { body } = await readCi(jenkins, `/job/${FOLDER}/job/${encodeURIComponent(branch)}/config.xml`)
    const refs = [...body.matchAll(/<hudson\.plugins\.git\.BranchSpec>\s*<name>([^<]*)</g)].map(([, name]) => name)
    if (!body.includes(`class="${FROM_SCM}"`) || refs.join() !== DEFINED_ON)
      throw differs(
        `Le job ${branch} ne prend pas son pipeline de ${DEFINED_ON} (${refs.join(', ') || 'aucune branche'}).`,
        'Redémarrez Jenkins : jenkins.yaml le remet.',
      )
  }
  return DEFINED_ON
}

async function lookAtNodes(jenkins: CiServer): Promise<string> {
  const { computer } = await readCiJson(jenkins, '/computer/api/json?tree=computer[displayName]', nodesAnswer)
  const [, ...agents] = computer
  if (agents.length)
    throw differs(
      `Jenkins a des agents (${agents.map(({ displayName }) => displayName).join(', ')}), et aucun n’est prévu.`,
      'Retirez-les : ce qui est poussé tourne derrière la porte, dans un conteneur jetable.',
    )
  return 'Jenkins seul, sans agent'
}
