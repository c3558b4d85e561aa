import { Encrypter } from 'age-encryption'
import { z } from 'zod'

const list = z
  .string()
  .default('')
  .transform(text =>
    text
      .split(',')
      .map(part => part.trim())
      .filter(Boolean),
  )

const absolute = z.string().startsWith('/', 'un chemin absolu')
const container = z.union([z.string().regex(/^[a-zA-Z\d][\w.-]*$/, 'le nom d’un conteneur'), z.literal('')]).default('')
const optionalUrl = z.union([z.url({ protocol: /^https$/, message: 'une adresse en https://' }), z.literal('')])
const DESTINATION = /^(s3|rclone:[\w.+@ -]+:[^,]*)$/

/** What a backup may go without: the pepper of the tickets, what builds and deploys the application, what watches it. */
export const optionalParts = ['pepper', 'source', 'gitea', 'jenkins', 'sonarqube', 'ci', 'monitoring'] as const
export type OptionalPart = (typeof optionalParts)[number]

const keysWithout = (faultOf: (recipients: string[]) => string | null) =>
  list.superRefine((recipients, { addIssue }) => {
    const fault = faultOf(recipients)
    if (fault) addIssue({ code: 'custom', message: fault })
  })

/** Public keys of age, separated by commas; none if the setting is empty. */
export const recipientKeys = keysWithout(keysFault)
const publicKeys = keysWithout(backupKeysFault)

/** Where backups are sent and whose keys seal them; a setting that is empty or missing is not used. */
export const backupSettings = {
  BACKUP_RECIPIENTS: publicKeys,
  BACKUP_SECRET_RECIPIENTS: publicKeys,
  PEPPER_RECIPIENTS: publicKeys,
  BACKUP_DESTINATIONS: list.pipe(
    z.array(z.string().regex(DESTINATION, 's3, ou rclone:<nom dans rclone.conf>:<dossier>')),
  ),
  S3_ENDPOINT: optionalUrl.default(''),
  S3_REGION: z.string().default(''),
  S3_BUCKET: z.string().default(''),
  S3_LOCK_DAYS: z.coerce
    .number('des jours')
    .int('des jours entiers')
    .min(0, 'au moins 0')
    .max(365, 'au plus 365')
    .default(0),
  BACKUP_WITHOUT: list.pipe(z.array(z.enum(optionalParts, `parmi ${optionalParts.join(', ')}`))),
  SOURCE_REPOSITORY: z
    .union([absolute, z.url({ protocol: /^https$/ }), z.literal('')], 'un chemin absolu, ou une adresse en https://')
    .refine(place => !/^https:\/\/[^/]*@/.test(place), 'sans compte ni jeton : ils vont dans le secret source-access')
    .default(''),
  GITEA_CONTAINER: container,
  GITEA_DATABASE_CONTAINER: container,
  JENKINS_HOME: z.union([absolute, z.literal('')]).default(''),
  JENKINS_URL: z.union([z.url('une adresse'), z.literal('')]).default(''),
  JENKINS_USER: z.string().default(''),
  SONAR_DATABASE_CONTAINER: container,
  CI_HOME: z.union([absolute, z.literal('')]).default(''),
  MONITORING_FOLDERS: list.pipe(z.array(absolute)),
}

type BackupSettings = { [Name in keyof typeof backupSettings]: z.infer<(typeof backupSettings)[Name]> }

/** Faults in the combination of settings: which one to fill in, and why. */
export function backupFaults(settings: BackupSettings): string[] {
  const { BACKUP_RECIPIENTS, BACKUP_SECRET_RECIPIENTS, BACKUP_DESTINATIONS, S3_BUCKET, S3_REGION } = settings
  const others = new Set([...BACKUP_RECIPIENTS, ...BACKUP_SECRET_RECIPIENTS])
  const { JENKINS_HOME, JENKINS_URL, JENKINS_USER, GITEA_CONTAINER, GITEA_DATABASE_CONTAINER } = settings
  const twice = new Set(BACKUP_DESTINATIONS).size < BACKUP_DESTINATIONS.length
  const s3 = BACKUP_DESTINATIONS.includes('s3')
  const unsealed = BACKUP_DESTINATIONS.length > 0 && !BACKUP_RECIPIENTS.length
  return [
    unsealed ? '  BACKUP_RECIPIENTS : rien ne part sans être chiffré' : '',
    BACKUP_SECRET_RECIPIENTS.length && !BACKUP_RECIPIENTS.length
      ? '  BACKUP_RECIPIENTS : manque, puisque BACKUP_SECRET_RECIPIENTS est réglé'
      : '',
    settings.PEPPER_RECIPIENTS.some(recipient => others.has(recipient))
      ? '  PEPPER_RECIPIENTS : d’autres clés que BACKUP_RECIPIENTS et BACKUP_SECRET_RECIPIENTS : qui ouvre la base ne doit pas ouvrir le poivre'
      : '',
    twice ? '  BACKUP_DESTINATIONS : la même destination est nommée deux fois' : '',
    s3 && !S3_BUCKET ? '  S3_BUCKET : manque, puisque « s3 » est une destination' : '',
    s3 && !S3_REGION ? '  S3_REGION : manque, puisque « s3 » est une destination' : '',
    GITEA_DATABASE_CONTAINER && !GITEA_CONTAINER ? '  GITEA_CONTAINER : manque, puisque sa base est réglée' : '',
    JENKINS_URL && !JENKINS_HOME ? '  JENKINS_HOME : manque, et ce qui est chiffré ne se lit que là' : '',
    JENKINS_URL && !JENKINS_USER ? '  JENKINS_USER : manque, puisque JENKINS_URL est réglé' : '',
  ].filter(Boolean)
}

/** Never quotes the value: it may be a key that opens every backup. */
function keysFault(recipients: string[]): string | null {
  if (recipients.some(text => /AGE-SECRET-KEY/i.test(text)))
    return 'contient une clé privée, qui n’a rien à faire sur ce serveur : mettez la clé publique (age1…) et changez de clé'
  const wrong = recipients.findIndex(text => !isRecipient(text))
  return wrong >= 0 ? `la ${wrong + 1}e n’est pas une clé publique d’age (age1…)` : null
}

function backupKeysFault(recipients: string[]): string | null {
  const fault = keysFault(recipients)
  if (fault) return fault
  if (recipients.length && new Set(recipients).size < 2)
    return 'il en faut au moins deux différentes : une clé perdue ne doit pas fermer les sauvegardes'
  return null
}

/** Keys of the one kind that every version of `age` reads. */
function isRecipient(text: string): boolean {
  if (!/^age1[a-z\d]{58}$/.test(text)) return false
  try {
    new Encrypter().addRecipient(text)
    return true
  } catch {
    return false
  }
}
