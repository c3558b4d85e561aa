import { z } from 'zod'
import { branches } from '../../environment/environment.ts'
import { type CiServer, readCiJson } from '../ci-server.ts'
import { type CiCheck, differs } from '../findings.ts'

const versionAnswer = z.object({ version: z.string() })
const repositoryAnswer = z.object({ permissions: z.object({ admin: z.boolean(), push: z.boolean() }) })
const branchesAnswer = z.array(z.object({ name: z.string() }))
const hooksAnswer = z.array(
  z.object({
    type: z.string(),
    active: z.boolean(),
    events: z.array(z.string()).nullable(),
    config: z.object({ url: z.string(), content_type: z.string() }).partial(),
  }),
)
type Hook = z.infer<typeof hooksAnswer>[number]

type Expected = { version: string; owner: string; repository: string; jenkinsUrl: string }

/** What Jenkins relies on: the repository, the rights of its token there, its webhook, and the branches of environments. */
export function giteaChecks(gitea: CiServer, { version, owner, repository, jenkinsUrl }: Expected): CiCheck[] {
  const path = `/api/v1/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repository)}`
  return [
    {
      what: 'version',
      async look() {
        const found = (await readCiJson(gitea, '/api/v1/version', versionAnswer)).version
        if (found !== version) throw differs(`Gitea est en ${found}, et compose.yaml nomme ${version}.`)
        return found
      },
    },
    {
      what: 'dépôt et jeton',
      async look() {
        const { permissions } = await readCiJson(gitea, path, repositoryAnswer)
        if (!permissions.push || !permissions.admin)
          throw differs(
            `Le compte du jeton ${permissions.push ? 'écrit dans' : 'ne fait que lire'} ${owner}/${repository}, sans l’administrer.`,
            'Donnez-lui le droit d’administrer le dépôt : sans lui, Jenkins ne pose pas le webhook.',
          )
        return `${owner}/${repository}, que le compte du jeton administre`
      },
    },
    {
      what: 'webhook',
      async look() {
        const address = `${jenkinsUrl.replace(/\/$/, '')}/gitea-webhook/post`
        const hooks = await readCiJson(gitea, `${path}/hooks?limit=50`, hooksAnswer)
        expectHook(hooks.find(({ config }) => config.url === address) ?? null, address)
        return address
      },
    },
    {
      what: 'branches',
      async look() {
        const found = await readCiJson(gitea, `${path}/branches?limit=50`, branchesAnswer)
        const names = found.map(({ name }) => name)
        const missing = Object.values(branches).filter(name => !names.includes(name))
        if (missing.length) throw differs(`Il n’y a pas de branche ${missing.join(', ')}.`)
        return Object.values(branches).join(', ')
      },
    },
  ]
}

function expectHook(hook: Hook | null, address: string): void {
  const hint = 'Dans Jenkins, « Scan Multibranch Pipeline Now » le pose.'
  if (!hook) throw differs(`Aucun webhook ne mène à ${address}.`, hint)
  const faults = [
    hook.active ? '' : 'est inactif',
    hook.type === 'gitea' ? '' : `est du type ${hook.type}, et non gitea`,
    hook.config.content_type === 'json' ? '' : 'n’envoie pas de JSON',
    hook.events?.includes('push') ? '' : 'n’annonce pas les push',
  ].filter(Boolean)
  if (faults.length) throw differs(`Le webhook vers ${address} ${faults.join(' et ')}.`, `Effacez-le. ${hint}`)
}
