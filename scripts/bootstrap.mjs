import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { giveBackLock, takeLock } from './process/lock-file.mjs'

/*
 * The only script that runs on the Node of the machine, 20 or newer: it installs the packages, the pinned Node among
 * them, and hands over to it. Usage: node scripts/bootstrap.mjs SCRIPT [ARGUMENT…]
 */

const ROOT = resolve(fileURLToPath(import.meta.url), '..', '..')
const BIN = join(ROOT, 'node_modules', '.bin')
const NODE = join(BIN, 'node')
const STAMP = join(ROOT, 'node_modules', '.installed')
const LOCK = join(ROOT, '.data', 'install.lock')

/** @type {[RegExp, string][]} what npm says, and what that means with the remedy */
const REASONS = [
  [/ENOSPC/, "il n'y a plus de place sur le disque. Libérez environ 1,5 Go, puis relancez."],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i,
    'le registre npm ne répond pas. Vérifiez la connexion (ou le proxy), puis relancez.',
  ],
  [
    /EACCES|EPERM|EROFS/,
    "node_modules n'est pas accessible en écriture. Il appartient sans doute à un autre utilisateur.",
  ],
  [/EUSAGE/, 'package.json et package-lock.json ne concordent pas. Lancez « npm install », puis relancez.'],
]

try {
  checkNode()
  await installOnce()
  runScript(process.argv.slice(2))
} catch (error) {
  console.error(`\n  ✗ ${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}

function checkNode() {
  if (Number(process.versions.node.split('.')[0]) >= 20) return
  throw new Error(
    `Node ${process.versions.node} est trop ancien : installez Node 20 ou plus récent (https://nodejs.org).`,
  )
}

/** Installs the packages unless they are those of the lock file. Of several at once, one installs and the rest wait. */
async function installOnce() {
  if (installed()) return
  for (let told = false; ; told = true) {
    const holder = takeInstallLock()
    if (!holder) break
    if (!told)
      console.log(`  Une autre commande installe déjà les dépendances (processus ${holder.pid}) : on l'attend…`)
    await new Promise(done => setTimeout(done, 200))
  }
  try {
    if (!installed()) await install()
  } finally {
    giveBackLock(LOCK)
  }
}

function takeInstallLock() {
  try {
    return takeLock(LOCK)
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
      throw new Error(`Le dossier ${ROOT} n'est pas accessible en écriture pour cet utilisateur (${code}).`)
    throw error
  }
}

/** What the packages must match: the lock file, and the kind of machine that their binaries are for. */
function wanted() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'))
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex')
}

/** The stamp is written last and npm removes it first, so an interrupted installation is done again. */
function installed() {
  return existsSync(NODE) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted()
}

async function install() {
  const startedAt = Date.now()
  console.log('  Installation des dépendances (npm ci)…')
  const { code, output } = await npmCi()
  if (code !== 0) throw new Error(whyInstallFailed(output))
  if (!existsSync(NODE))
    throw new Error(
      "Node 24 manque après « npm ci » : ses scripts d'installation sont-ils désactivés (npm config get ignore-scripts) ?",
    )
  mkdirSync(join(ROOT, 'node_modules'), { recursive: true })
  writeFileSync(STAMP, wanted())
  console.log(`  Dépendances installées en ${Math.round((Date.now() - startedAt) / 1000)} s.`)
}

/** @returns {Promise<{ code: number, output: string }>} */
function npmCi() {
  const flags = ['--loglevel=error', '--include=dev', '--ignore-scripts=false', '--fetch-retry-mintimeout=1000']
  // npm must not run on the Node that it is about to replace.
  const PATH = (process.env.PATH ?? '')
    .split(delimiter)
    .filter(folder => !folder.endsWith(join(sep, 'node_modules', '.bin')))
  const env = { ...process.env, PATH: PATH.join(delimiter) }
  return new Promise((done, fail) => {
    const npm = spawn('npm', ['ci', ...flags], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [npm.stdout, npm.stderr]) stream.on('data', chunk => (output += chunk))
    npm.on('error', () => fail(new Error('npm est introuvable : installez Node 20 ou plus récent avec npm.')))
    npm.on('close', (code, signal) => done({ code: code ?? exitCodeOf(signal), output }))
  })
}

/** @param {string} output of npm */
function whyInstallFailed(output) {
  const known = REASONS.find(([pattern]) => pattern.test(output))?.[1]
  const said = output.trim().split('\n').slice(-12).join('\n    ')
  return `Les dépendances n'ont pas pu être installées : ${known ?? `npm s'est arrêté.\n    ${said}`}`
}

/**
 * Runs the script on the pinned Node, with our terminal, our signals and its exit code. The channel lets the script
 * notice that we are gone; we in turn watch npm, whose end nothing else would show us.
 *
 * @param {string[]} argv
 */
function runScript(argv) {
  const env = { ...process.env, PATH: [BIN, process.env.PATH].join(delimiter) }
  const script = spawn(NODE, argv, { cwd: ROOT, env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => script.kill(signal))
  const npmIsThere = watchNpm()
  const watch = setInterval(() => npmIsThere() || script.kill('SIGTERM'), 1_000)
  script.on('exit', (code, signal) => {
    clearInterval(watch)
    process.exit(code ?? exitCodeOf(signal))
  })
}

/**
 * A process whose parent was killed gets another parent.
 *
 * @returns {() => boolean} whether the npm that runs us, if one does, is still there
 */
function watchNpm() {
  const parent = process.ppid
  return nameOf(parent).startsWith('npm') ? () => process.ppid === parent : () => true
}

/** @param {number} pid */
function nameOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/** @param {NodeJS.Signals | null} signal */
function exitCodeOf(signal) {
  return 128 + (signal ? constants.signals[signal] : 0)
}
