import { z } from 'zod'
import { branches } from '../../environment/environment.ts'
import { type CiServer, readCiJson } from '../ci-server.ts'
import { type CiCheck, differs, expectVersion } from '../findings.ts'

const versionAnswer = z.object({ version: z.string() })
const repositoryAnswer = z.object({ permissions: z.object({ admin: z.boolean(), push: z.boolean() }) })
const branchesAnswer = z.array(z.object({ name: z.string(), protected: z.boolean() }))
type Expected = { version: string; owner: string; repository: string }

/** What Jenkins relies on: a token that only reads, and branches of environments that nothing reaches without a review. */
export function giteaChecks(gitea: CiServer, { version, owner, repository }: Expected): CiCheck[] {
  const path = `/api/v1/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repository)}`
  return [
    {
      what: 'version',
      async look() {
        const found = (await readCiJson(gitea, '/api/v1/version', versionAnswer)).version
        expectVersion('Gitea', found, version)
        return found
      },
    },
    {
      what: 'dépôt et jeton',
      async look() {
        const { permissions } = await readCiJson(gitea, path, repositoryAnswer)
        if (permissions.push || permissions.admin)
          throw differs(
            `Le compte du jeton ${permissions.admin ? 'administre' : 'écrit dans'} ${owner}/${repository}, et Jenkins ne fait que lire.`,
            'Retirez-lui ce droit : qui prendrait Jenkins écrirait dans le dépôt.',
          )
        return `${owner}/${repository}, que le compte du jeton ne fait que lire`
      },
    },
    { what: 'branches', look: () => lookAtBranches(gitea, path) },
  ]
}

/** @param repository its path in Gitea's API */
async function lookAtBranches(gitea: CiServer, repository: string): Promise<string> {
  const found = await readCiJson(gitea, `${repository}/branches?limit=50`, branchesAnswer)
  const names = found.map(({ name }) => name)
  const missing = Object.values(branches).filter(name => !names.includes(name))
  if (missing.length)
    throw differs(`Il n’y a pas de branche ${missing.join(', ')}.`, 'Poussez-les : chaque environnement a la sienne.')
  const open = found.filter(branch => !branch.protected && Object.values(branches).includes(branch.name))
  if (open.length)
    throw differs(
      `Aucune règle ne protège ${open.map(({ name }) => name).join(', ')}.`,
      'Protégez-les dans Gitea : sans relecture, un push y déploie, et sur main il dit ce que fait Jenkins.',
    )
  return `${Object.values(branches).join(', ')}, protégées`
}
