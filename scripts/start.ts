import './process/leave-with-parent.ts'
import { mkdir } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openToApplication } from './postgres/application-role.ts'
import { askedToLeave, openChildren } from './process/children.ts'
import { giveBackLock, lockHolder, takeLock } from './process/lock-file.mjs'
import { checkPort, readAddresses } from './process/ports.ts'
import { announce } from './start/announce.ts'
import { openDatabase } from './start/database.ts'
import { prepareDemo } from './start/demo.ts'
import { inOneSentence } from './start/faults.ts'
import { startOver } from './start/fresh.ts'
import { keepSecrets, type Secrets } from './start/secrets.ts'
import { startServers } from './start/servers.ts'
import { buildSite } from './start/site.ts'
import { openProgress } from './terminal.ts'

const ROOT = join(import.meta.dirname, '..')
const DATA = resolve(process.env.DATA_DIR || join(ROOT, '.data'))
const LOCK = join(DATA, 'start.lock')

const USAGE = `npm start              démarre la base, l'API et le site, et garde les données
npm start -- --fresh   recommence à neuf : efface la base embarquée

Réglages (variables d'environnement) : API_PORT, WEB_PORT, HOST, DATA_DIR, DATABASE_URL,
DATABASE_READ_URL, DATABASE_READ_LAG_SECONDS, APPLICATION_PASSWORD, SMTP_URL, MAIL_FROM, MAIL_PER_SECOND, MAIL_RETRY_HOURS,
GOOGLE_CLIENT_ID et GOOGLE_CLIENT_SECRET, FACEBOOK_CLIENT_ID et FACEBOOK_CLIENT_SECRET.`

const progress = openProgress()
const children = openChildren()
const database = openDatabase(join(DATA, 'postgres'), process.env.DATABASE_URL)

/** Brings everything up, in the order of what needs what. @returns why it ended, once one of its parts has */
async function serve({ fresh }: { fresh: boolean }): Promise<string> {
  const addresses = readAddresses(process.env)
  if (fresh) await stopRunningStart()
  takeHouse(addresses.webUrl)
  if (fresh) await startOver({ data: DATA, database, print: progress.print })
  await checkPort(addresses.host, addresses.apiPort, 'API_PORT')
  await checkPort(addresses.host, addresses.webPort, 'WEB_PORT')

  const secrets = await keepSecrets(join(DATA, 'secrets.json'), process.env)
  const site = { apiUrl: addresses.apiUrl, webUrl: addresses.webUrl, distDir: 'dist' }
  const built = progress.step('Site web', async tell => {
    tell('construction…')
    const isNew = await buildSite(children, site, () => {})
    tell(isNew ? 'construit' : "déjà construit, rien n'a changé")
  })
  const prepared = prepare(secrets)
  const [{ demo, env }] = await Promise.all([prepared, built])

  const servers = await progress.step('Serveurs', async tell => {
    tell("l'API et le site démarrent…")
    const started = await startServers(children, { addresses, env, site, print: progress.print })
    tell("l'API et le site répondent")
    return started
  })
  announce({ addresses, demo, mailed: Boolean(process.env.SMTP_URL), print: progress.print })
  return Promise.race([servers.ended, database.ended])
}

/**
 * The database, its schema, and what there is to play with. @returns with it, what the API gets: it enters the database
 * by a role of its own, which cannot rewrite what happened.
 */
async function prepare({ APPLICATION_PASSWORD, ...secrets }: Secrets) {
  const url = await progress.step('Base de données', database.open)
  // What is public here, passwords among it, is not for production.
  const env = {
    ...process.env,
    ...secrets,
    DATABASE_URL: url,
    NODE_ENV: 'development',
    STAFF_SECOND_FACTOR: 'optional',
  }
  await progress.step('Migrations', async tell => {
    const said = await children.run(process.execPath, ['backend/src/migrate.ts'], { cwd: ROOT, env })
    tell(said.trim().replace(/^Migrations appliquées : |\.$/g, ''))
  })
  const apiUrl = await openToApplication(url, APPLICATION_PASSWORD)
  const printFile = join(DATA, 'tickets', `${database.name}.csv`)
  await mkdir(dirname(printFile), { recursive: true, mode: 0o700 })
  const demo = await progress.step('Tickets et comptes', tell =>
    prepareDemo(children, { env, cwd: ROOT, printFile, tell }),
  )
  return { demo, env: { ...env, DATABASE_URL: apiUrl } }
}

/** One start per folder: two would fight for its data. */
function takeHouse(webUrl: string): void {
  const holder = takeLock(LOCK, { webUrl })
  if (holder)
    throw new Error(
      `Thé Tip Top tourne déjà (processus ${holder.pid}, ${holder.webUrl}) : ` +
        'arrêtez-le par Ctrl-C dans son terminal, ou lancez npm start -- --fresh pour le remplacer à neuf.',
    )
  process.once('exit', () => giveBackLock(LOCK))
}

/** Asks the start that runs in this folder to leave, and waits until it has. */
async function stopRunningStart(): Promise<void> {
  const holder = lockHolder(LOCK)
  if (!holder) return
  await progress.step('Ancien serveur', async tell => {
    tell(`processus ${holder.pid}, on l'arrête…`)
    process.kill(holder.pid, 'SIGTERM')
    const deadline = Date.now() + 30_000
    while (lockHolder(LOCK)) {
      if (Date.now() > deadline) throw new Error(`Le processus ${holder.pid} ne s'arrête pas : kill -9 ${holder.pid}.`)
      await new Promise(done => setTimeout(done, 100))
    }
    tell(`processus ${holder.pid}, arrêté`)
  })
}

function readArguments() {
  try {
    const options = { fresh: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } } as const
    return parseArgs({ options }).values
  } catch (error) {
    throw new Error(`Option inconnue (${(error as Error).message}).\n\n${USAGE}`)
  }
}

async function main(): Promise<number> {
  const { fresh, help } = readArguments()
  if (help) {
    console.log(USAGE)
    return 0
  }
  // A closed terminal accepts no lines; what runs must still end.
  process.stdout.on('error', () => {})
  console.log('\n  Thé Tip Top\n')
  const leaving = askedToLeave(() => {
    children.kill()
    database.kill()
    process.exit(130)
  })
  const reason = await Promise.race([serve({ fresh }), leaving.then(() => null)]).catch(inOneSentence)
  if (!reason) progress.print('\n  Arrêt…')
  await children.stop()
  await database.close()
  const kept = relative(process.cwd(), DATA) || DATA
  progress.print(reason ? `\n  ✗ ${reason}\n` : `  Tout est arrêté ; les données restent dans ${kept}.\n`)
  return reason ? 1 : 0
}

process.exit(await main().catch(error => console.error(`\n  ✗ ${inOneSentence(error)}\n`) ?? 1))
