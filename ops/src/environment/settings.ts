import { parseEnv } from 'node:util'
import { z } from 'zod'
import { Failure } from '../failure.ts'
import { readText } from '../state/read-state.ts'
import { backupFaults, backupSettings, recipientKeys } from './backup-settings.ts'
import { environments } from './environment.ts'
import type { Home } from './home.ts'

const url = z
  .url({ protocol: /^https$/, message: 'une adresse en https://' })
  .transform(text => text.replace(/\/$/, ''))
const port = z.coerce.number('un port').int('un port').min(1, 'un port').max(65_535, 'un port')
const empty = z.literal('')
const addresses = z
  .string()
  .transform(text =>
    text
      .split(',')
      .map(part => part.trim())
      .filter(Boolean),
  )
  .pipe(z.array(z.email({ pattern: z.regexes.html5Email, error: 'des adresses séparées par des virgules' })))

/** How long a deployment has to stay in service to be a success, unless the settings say otherwise. */
export const PROVEN_HOURS = 24

/** The settings of an environment, as `environments/<env>/env.example` documents them. None of them is secret. */
export const settingsShape = z.strictObject({
  ENVIRONMENT: z.enum(environments),
  NEXT_PUBLIC_WEB_URL: url,
  NEXT_PUBLIC_API_URL: url,
  /** only a release before 0.3 reads it, to which a server may go back: a new one has none */
  COOKIE_DOMAIN: z.string().optional(),
  CONTEST: z.string().min(1, 'le concours, par exemple the-tip-top'),
  COMMITMENT_ROOT: z
    .string()
    .regex(/^([\da-f]{64})?$/i, '64 chiffres hexadécimaux, ou rien')
    .transform(root => root.toLowerCase())
    .default(''),
  PRINT_RECIPIENTS: recipientKeys,
  BAILIFF_RECIPIENTS: recipientKeys,
  TIMESTAMP_URL: z.union([z.url('une adresse'), empty]).default(''),
  STAFF_SECOND_FACTOR: z.enum(['administrators', 'all'], 'administrators ou all').default('administrators'),
  DRAND_ROUND: z.union([z.string().regex(/^[1-9]\d*$/, 'le numéro d’un tour'), empty]).default(''),
  DRAW_ALTERNATES: z.coerce.number('un nombre').int('un nombre').min(0, 'au moins 0').max(50, 'au plus 50').default(5),
  DRAW_ANSWER_DAYS: z.coerce
    .number('des jours')
    .int('des jours')
    .min(1, 'au moins 1')
    .max(365, 'au plus 365')
    .default(30),
  MAIL_FROM: z.string().min(1, "l'expéditeur des courriels"),
  MAIL_PER_SECOND: z.coerce
    .number('des courriels')
    .int('des courriels')
    .min(1, 'au moins 1')
    .max(1000, 'au plus 1000')
    .default(10),
  MAIL_RETRY_HOURS: z.coerce
    .number('des heures')
    .int('des heures')
    .min(1, 'au moins 1')
    .max(168, 'au plus 168')
    .default(24),
  GOOGLE_CLIENT_ID: z.string(),
  FACEBOOK_CLIENT_ID: z.string(),
  HTTP_ADDRESS: z.ipv4("l'adresse IPv4 sur laquelle nginx écoute"),
  HTTP_PORT: port,
  HTTPS_PORT: port,
  REGISTRY: z
    .string()
    .regex(/^[a-z\d.-]+(:\d+)?(\/[a-z\d._/-]+)?$/, 'un registre et un dossier, par exemple registre.exemple.fr/tiptop'),
  REGISTRY_USER: z.string().min(1, "le nom d'utilisateur du registre"),
  APPROVAL: z.enum(['manual', 'auto'], 'manual ou auto'),
  CHECKS_IMAGE: z.string().default(''),
  ADVISORIES: z.union([z.string().startsWith('/', 'un chemin absolu'), empty]).default(''),
  CERTBOT_EMAIL: z.union([z.email('une adresse'), empty]).default(''),
  SECURITY_CONTACT: z
    .string()
    .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)?$/, 'mailto:… ou https://…, ou rien')
    .default(''),
  SECURITY_EXPIRES: z.union([z.iso.date('un jour, par exemple 2027-06-30'), empty]).default(''),
  HEALTH_PAUSE_SECONDS: z.coerce.number('des secondes').min(0.1, 'au moins 0,1').max(60, 'au plus 60'),
  SONAR_URL: z.union([z.url('une adresse'), empty]),
  SONAR_PROJECT: z.string(),
  NOTIFY_EMAILS: addresses,
  NOTIFY_EMAILS_LEVEL2: addresses.default([]),
  NOTIFY_EMAILS_SHOPS: addresses.default([]),
  STABILITY_MINUTES: z.coerce.number('des minutes').min(0.01, 'au moins 0,01').max(240, 'au plus 240').default(30),
  DEPLOYMENT_PROVEN_HOURS: z.coerce
    .number('des heures')
    .min(1, 'au moins 1')
    .max(720, 'au plus 720')
    .default(PROVEN_HOURS),
  ...backupSettings,
})

export type Settings = z.infer<typeof settingsShape>

/** @throws a Failure that names each wrong setting, its file and why, before anything is touched */
export async function readSettings(home: Home): Promise<Settings> {
  const text = await readText(home.settings)
  if (text === null)
    throw new Failure(
      'not-ready',
      `${home.settings} manque : copiez-y environments/${home.environment}/env.example et remplissez-le.`,
      { hint: null },
    )
  const settings = parseSettings(text, home.settings)
  if (settings.ENVIRONMENT !== home.environment)
    throw new Failure(
      'not-ready',
      `${home.settings} : ENVIRONMENT est « ${settings.ENVIRONMENT} », et « ${home.environment} » attendu.`,
      { hint: 'Est-ce le bon dossier, ou le fichier d’un autre environnement ?' },
    )
  return settings
}

/** @param file the name of the text in error messages */
export function parseSettings(text: string, file: string): Settings {
  const parsed = settingsShape.safeParse(parseEnv(text), { error: issue => missing(issue) })
  const faults = parsed.success
    ? [...addressFaults(parsed.data), ...backupFaults(parsed.data)]
    : parsed.error.issues.map(issue => `  ${issue.path.join('.') || 'le fichier'} : ${issue.message}`)
  if (parsed.success && !faults.length) return parsed.data
  throw new Failure('not-ready', `${file} n'est pas utilisable :\n${faults.join('\n')}`, {
    hint: '« env.example », sous environments, dit ce que chaque réglage attend.',
  })
}

/** nginx distinguishes the API from the site by its name. */
function addressFaults({ NEXT_PUBLIC_WEB_URL, NEXT_PUBLIC_API_URL }: Settings): string[] {
  const [web, api] = [new URL(NEXT_PUBLIC_WEB_URL), new URL(NEXT_PUBLIC_API_URL)]
  return api.host === `api.${web.host}` ? [] : [`  NEXT_PUBLIC_API_URL : https://api.${web.host} va avec ce site`]
}

function missing(issue: { code?: string; input?: unknown; keys?: string[] }): string | undefined {
  if (issue.code === 'unrecognized_keys') return `${issue.keys?.join(', ')} : réglage inconnu`
  return issue.input === undefined ? 'manque' : undefined
}
