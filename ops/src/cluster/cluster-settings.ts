import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import type { Home } from '../environment/home.ts'
import { Failure } from '../failure.ts'
import { readText } from '../state/read-state.ts'

/** A machine of the database: its name in the cluster, and its address on the private network. */
export type ClusterMachine = { name: string; address: string }

const parts = (text: string) =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(Boolean)
const folder = z.string().regex(/^\/[\w./-]+[^/]$/, 'un chemin absolu, sans espace ni barre à la fin')

const machines = z
  .string()
  .transform(text =>
    parts(text).map(part => {
      const [name = '', address = ''] = part.split('=')
      return { name, address }
    }),
  )
  .pipe(
    z
      .array(z.object({ name: z.string().regex(/^[a-z][a-z\d-]{0,15}$/), address: z.ipv4() }), 'n1=10.0.0.1,…')
      .length(3, 'trois machines : deux ne savent pas laquelle est coupée de l’autre')
      .refine(
        all => new Set(all.flatMap(({ name, address }) => [name, address])).size === 6,
        'trois noms, trois adresses',
      ),
  )

const settingsShape = z.strictObject({
  CLUSTER_MACHINES: machines,
  CLUSTER_CLIENTS: z
    .string()
    .transform(parts)
    .pipe(z.array(z.ipv4('des adresses IPv4'))),
  CLUSTER_BIND: z.ipv4('une adresse IPv4'),
  CLUSTER_FOLDER: folder,
  CLUSTER_POSTGRES: folder,
  CLUSTER_WATCHDOG: z.enum(['required', 'automatic', 'off'], 'required, automatic ou off'),
  CLUSTER_ARCHIVE: z.union([z.literal('s3'), z.literal(''), folder], 's3, un chemin absolu, ou rien'),
})

/** The settings of a cluster, as `environments/cluster/env.example` documents them. None of them is secret. */
export type ClusterSettings = z.infer<typeof settingsShape>

const fileOf = ({ folder }: Home) => join(folder, '.env.cluster')

/** @throws a Failure that names each wrong setting and why, or says that this environment has no cluster */
export async function readClusterSettings(home: Home): Promise<ClusterSettings> {
  const file = fileOf(home)
  const text = await readText(file)
  if (text === null)
    throw new Failure('not-ready', `${home.environment} n’est pas une grappe : ${file} manque.`, {
      hint: 'environments/cluster/README.md dit comment passer d’un serveur à trois machines.',
    })
  return parseClusterSettings(text, file)
}

/** @param file the name of the text in error messages */
export function parseClusterSettings(text: string, file: string): ClusterSettings {
  const parsed = settingsShape.safeParse(parseEnv(text))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join('.') || 'le fichier'} : ${message}`)
  throw new Failure('not-ready', `${file} n’est pas utilisable :\n${faults.join('\n')}`, { hint: null })
}
