import { access } from 'node:fs/promises'
import { commitOf, type ProgramModel, type ServerModel } from '../server-model.ts'
import { imageOf } from './docker.ts'

type Asked = { name: string; backend: string; frontend: string }

/** Compose, for the project of one release: `app.yaml` with its colour and its images. */
export const compose: ProgramModel = async (command, { env = {}, output }, server) => {
  const [program, verb, ...args] = command
  if (program !== 'docker' || verb !== 'compose') return null
  const files = args.filter(arg => /^--(env-)?file=/.test(arg)).map(arg => arg.slice(arg.indexOf('=') + 1))
  if (!files.some(file => file.endsWith('/app.yaml'))) return null
  // Compose starts nothing without its files.
  for (const file of files) await access(file)
  const { STACK, COLOUR, BACKEND_IMAGE: backend = '', FRONTEND_IMAGE: frontend = '' } = env
  const asked = { name: `${STACK}-${COLOUR}`, backend, frontend }
  const [act = '', ...rest] = args.slice(args.findIndex(arg => !arg.startsWith('--')))
  if (act === 'up') return up(asked, server)
  if (act === 'stop') return stop(asked, server)
  if (act === 'down') return String(server.projects.delete(asked.name))
  if (act === 'logs') return `${asked.name} speaks`
  if (act !== 'run') return null
  if (rest.includes('migrate')) return migrate(asked, server)
  if (rest.at(-1) === 'close') return ''
  if (rest.at(-1) !== 'open') return null
  output?.write(VERIFICATION)
  output?.end()
  return ''
}

const person = (name: string) => ({ email: `${name}@tiptop.test`, password: 'secret' })
const VERIFICATION = JSON.stringify({
  player: person('player'),
  employee: person('employee'),
  ticket: 'A2B3C4D5E6',
  prize: 'infuser',
})

function up({ name, backend, frontend }: Asked, server: ServerModel): string {
  const { release } = commitOf(server, imageOf(server, backend))
  imageOf(server, frontend)
  server.projects.set(name, { running: true, backend, frontend })
  if (release === 'never-starts') throw new Error('container backend-1 is unhealthy')
  return ''
}

function stop({ name }: Asked, { projects }: ServerModel): string {
  const project = projects.get(name)
  if (project) projects.set(name, { ...project, running: false })
  return ''
}

function migrate({ backend }: Asked, server: ServerModel): string {
  const database = server.databases.get('tiptop')
  if (!database) throw new Error('database "tiptop" does not exist')
  const { migrations, indexes = [] } = commitOf(server, imageOf(server, backend))
  const known = Object.keys(migrations)
  database.indexes = indexes
  delete database.sortsOtherwise
  database.migrations = [...new Set([...database.migrations, ...known])].sort()
  return `${known.length} migrations`
}
