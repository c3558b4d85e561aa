import { type Fault, isCode, isData, isTest, type Sources, workspaceOf } from './source.ts'
import { syntaxOf } from './syntax.ts'

/** Rooms, the rooms that they may import, and the reason. What a room may import, the rooms above it may import as well. */
type Row = [rooms: string, mayImport: string, reason: string]

/**
 * Who may import whom, types included. A room is a folder of `src`, or a file of `src` that has a row. The other files of
 * `src` are the ground: every room may import them, and they import no room.
 */
const ROOMS: Record<string, Row[]> = {
  contract: [],
  backend: [
    ['database', '', 'connections, migrations and the types of the rows'],
    ['lists', '', 'what every list does: pages, periods, search by name'],
    ['command-line', 'database', 'how an operator’s command of the backend speaks'],
    ['http', 'database', 'the type of the server, and errors as problem documents'],
    ['background', 'database', 'one queue and one timer a process'],
    ['attempts', 'database', 'who must wait; serves every feature, knows none'],
    ['audit', 'background command-line lists', 'what happened; serves every feature, knows none'],
    ['mail', 'background database', 'letters and how they leave'],
    ['replica', 'background database', 'where lists are read; serves them, knows none'],
    ['sessions', 'attempts audit', 'who asks'],
    ['tools.ts', 'attempts mail replica sessions', 'what a use case is given'],
    ['health', 'http tools.ts', 'whether this process can serve'],
    ['contest', 'http tools.ts', 'dates, prizes and quotas; tickets and the game know it'],
    ['shops', 'command-line', 'a list that features read'],
    ['accounts', 'attempts http shops tools.ts', 'people; neither the contest nor its tickets'],
    ['pdf', '', 'documents to keep and to print'],
    ['tickets', 'contest pdf shops', 'codes and prizes; not who plays them'],
    ['users', 'accounts', 'accounts and their shops, whatever people play'],
    ['newsletter', 'http tools.ts', 'a consent of an account'],
    ['game', 'attempts tickets', 'a player and a ticket; not those who watch'],
    ['pdf', '', 'documents to keep and to print'],
    ['draw', 'accounts pdf tickets', 'who wins the grand prize, whatever their tickets won'],
    ['handover', 'accounts game', 'a played ticket at the counter; not those who watch'],
    ['personal-data', 'accounts game', 'what accounts and the game hold about a person'],
    ['reconciliation', 'command-line handover personal-data', 'what happened in a database that was left, done again'],
    ['statistics', 'contest shops', 'the database counts; the figures know neither game nor counter'],
    ['administration', 'tickets', 'lists for administrators'],
    ['bailiff', 'contest', 'sums and hashes, and nothing about a person'],
    ['exports', 'newsletter tickets users', 'lists as files'],
    ['demo', 'accounts tickets', 'a contest to try'],
    ['demo.ts', 'demo', 'its command'],
    ['installation', 'audit shops', 'a command of operators, beside the HTTP interface'],
    ['verification', 'accounts tickets', 'opens a way through the HTTP interface, takes no other'],
    ['migrate.ts', 'database', 'brings the schema up to date'],
    ['regular-work.ts', 'draw statistics', 'what the process does by the clock'],
    [
      'app.ts',
      'administration bailiff draw exports handover health newsletter personal-data statistics users',
      'all routes',
    ],
    ['main.ts', 'app.ts regular-work.ts', 'the process'],
  ],
  frontend: [
    ['api-url.ts', '', 'where the API is'],
    ['server-time.ts', '', 'what time it is where rules are judged'],
    ['api-client.ts', 'api-url.ts server-time.ts', 'the only caller of the API'],
    ['ui', '', 'could be part of another product'],
    ['refusal-sentences.ts', 'ui', 'what each refusal is called on the site'],
    ['failure-sentences.ts', 'api-client.ts refusal-sentences.ts', 'what a failure is called on the site'],
    ['broken.tsx', 'ui', 'what takes the place of an island that broke'],
    ['error-boundary.tsx', 'broken.tsx', 'an island that may break'],
    ['accounts contest', 'error-boundary.tsx failure-sentences.ts', 'the person, and what is played for'],
    ['proof', 'contest', 'whether a prize was there before the opening; whose it is does not matter'],
    ['game', 'accounts proof', 'the player; not the counter'],
    ['handover', 'accounts contest', 'the counter; not the player'],
    ['legal', 'contest', 'texts with the facts of the contest'],
    ['site', 'accounts legal', 'what surrounds every page; its footer says what the law wants'],
    ['grand-prize', 'accounts proof', 'the draw as everybody may see it'],
    ['administration', 'accounts', 'the frame, filters and lists of the pages below'],
    ['audit tickets', 'administration', 'a page and its list'],
    ['statistics', 'administration contest', 'a page of figures'],
    ['draw', 'administration', 'the draw as its two people make it'],
    ['bailiff', 'draw', 'what the bailiff attests'],
    ['users', 'audit tickets', 'a person with their tickets and events'],
    ['exports', 'tickets users', 'the filters of these pages as files'],
    ['pages', 'bailiff exports game grand-prize handover legal site statistics users', 'routes alone'],
  ],
  ops: [
    ['time', '', 'time stamps, and moments and durations in words'],
    ['diagrams', '', 'the drawings and their nodes'],
    ['failure.ts', '', 'a code, what happened, what to do next'],
    ['tools', 'failure.ts time', 'outside programs; takes host, user and folder, knows no environment'],
    ['page', 'diagrams tools', 'how any page looks'],
    ['state', 'tools', 'the one door to the files that remember: read and checked, or named as damaged'],
    ['environment', 'state', 'a server: its folders, settings, secrets'],
    ['alerts', 'environment', 'what Alertmanager says, as a notice'],
    ['ci', 'environment', 'what Gitea, Jenkins, SonarQube and Grafana have to be like'],
    ['config.ts', 'environment', 'the variables of the command itself, and the homes that they give'],
    ['procedure', 'diagrams state', 'step, undo, retry, journal, lock'],
    ['release', 'environment procedure', 'what runs, by digest'],
    ['archive', 'release', 'what a backup is'],
    ['rollback-point', 'archive', 'how a deployment makes sure that it can go back'],
    ['night', 'archive runs', 'how the night goes'],
    ['retention', 'archive', 'what is kept, and why'],
    ['runs', 'page procedure', 'what journals say'],
    ['diagnosis', 'archive runs', 'what is wrong, with evidence'],
    ['deploy', 'rollback-point runs', 'tiptop deploy'],
    ['rollback', 'archive', 'tiptop rollback'],
    ['restore', 'archive config.ts', 'tiptop restore'],
    ['rehearsal', 'restore', 'a restore beside production, measured'],
    ['incident', 'diagnosis', 'from the notice to the report'],
    ['cluster', 'incident', 'three machines for the database; Patroni decides, this asks it'],
    ['indicators', 'deploy incident rehearsal', 'figures read from journals'],
    ['control', 'indicators', 'the page of everything'],
    ['cli', 'alerts ci cluster control night retention rollback', 'arguments, help, exit codes'],
    ['main.ts', 'cli', 'the process'],
    ['gate', 'deploy', 'what Jenkins may ask of a server'],
    ['gate.ts', 'cli gate', 'the one process that Jenkins may start'],
  ],
}

/** What a workspace may import of the others, its tests included. */
const WORKSPACES: Record<string, [mayImport: string[], reason: string]> = {
  contract: [[], 'The contract is what both sides know: it knows neither.'],
  backend: [['contract'], 'Backend and frontend meet in the contract alone.'],
  frontend: [['contract'], 'Backend and frontend meet in the contract alone.'],
  ops: [[], 'ops rolls back an application that does not compile: it meets it as images, URLs and dumps.'],
}
/** The journeys start the whole platform. */
const JOURNEYS = 'frontend/e2e/'
const PRODUCT = /^(contract|backend|frontend|ops)\/src\//
const AROUND = /^(scripts|bench|backend\/test|frontend\/e2e|ops\/test)\//

/** Imports that go where the tables above do not allow. Tests import whichever room of their workspace they need. */
export function directionFaults(sources: Sources): Fault[] {
  return [...syntaxOf(sources)].flatMap(([path, { imports }]) =>
    imports.flatMap(({ to }) => {
      const reason = whyRefused(path, to)
      return reason ? [{ path, sentence: `It does not import ${to}. ${reason}` }] : []
    }),
  )
}

/** Why the first file may not import the second, or null. */
export function whyRefused(from: string, to: string): string | null {
  return betweenWorkspaces(from, to) ?? (isTest(from) ? null : (outOfProduct(from, to) ?? betweenRooms(from, to)))
}

function betweenWorkspaces(from: string, to: string): string | null {
  const [workspace, other] = [workspaceOf(from), workspaceOf(to)]
  const [mayImport, reason] = WORKSPACES[workspace] ?? []
  if (!mayImport || !WORKSPACES[other] || from.startsWith(JOURNEYS)) return null
  return workspace === other || mayImport.includes(other) ? null : (reason ?? null)
}

function outOfProduct(from: string, to: string): string | null {
  return PRODUCT.test(from) && AROUND.test(to) ? 'What product and tests both need belongs to the product.' : null
}

function betweenRooms(from: string, to: string): string | null {
  if (!PRODUCT.test(from) || !PRODUCT.test(to) || workspaceOf(from) !== workspaceOf(to)) return null
  const rows = ROOMS[workspaceOf(from)] ?? []
  const [room, other] = [roomOf(from), roomOf(to)]
  const isGround = (name: string) => (isCode(name) || isData(name)) && !rowOf(name, rows)
  if (room === other || isGround(other) || roomsBelow(room, rows).has(other)) return null
  if (isGround(room)) return 'A file of the ground imports no room: give it a row in scripts/structure/directions.ts.'
  const row = rowOf(room, rows)
  if (!row) return `The room ${room} has no row in scripts/structure/directions.ts.`
  return `${room} (${row[2]}) imports ${row[1] || 'no room'}: scripts/structure/directions.ts.`
}

/** The name of the folder of `src` that a file is in, or of the file itself. */
const roomOf = (path: string) => path.split('/')[2] ?? ''
const rowOf = (room: string, rows: Row[]) => rows.find(([rooms]) => rooms.split(' ').includes(room))

/** Every room that this one may import, directly or because one that it imports may. */
function roomsBelow(room: string, rows: Row[]): Set<string> {
  const next = (rowOf(room, rows)?.[1] ?? '').split(' ').filter(Boolean)
  return new Set(next.flatMap(below => [below, ...roomsBelow(below, rows)]))
}
