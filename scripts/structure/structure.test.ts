import { expect, test } from 'vitest'
import { browserLoadFaults } from './browser-load.ts'
import { circleFaults } from './circles.ts'
import { directionFaults } from './directions.ts'
import { exportFaults } from './exports.ts'
import { migrationFaults } from './migrations.ts'
import { nameFaults } from './names.ts'
import { sizeFaults } from './sizes.ts'
import type { Fault, Sources } from './source.ts'
import { spreadFaults } from './spreads.ts'
import { typeNameFaults } from './type-names.ts'

/** The paths that a rule objects to, in a house of these files. */
function objections(rule: (sources: Sources) => Fault[], files: Record<string, string>): string[] {
  return rule(new Map(Object.entries(files))).map(fault => fault.path)
}

function nineFilesIn(folder: string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`${folder}/part-${n}.ts`, '']))
}

test('names that say nothing are refused: of folders, of files and of what is exported', () => {
  const files = {
    'backend/src/utils/play.ts': '',
    'backend/src/game/index.ts': '',
    'backend/src/game/PlayTicket.ts': '',
    'backend/src/game/tickets.ts': 'export class TicketService {}\nexport type IPlay = 1',
    'backend/src/game/play-ticket.ts': 'export function playTicket() {}\nexport type Identity = 1',
    'frontend/src/pages/[...lang]/index.astro': '',
  }
  expect(objections(nameFaults, files)).toEqual([
    'backend/src/utils/play.ts',
    'backend/src/game/index.ts',
    'backend/src/game/PlayTicket.ts',
    'backend/src/game/tickets.ts',
    'backend/src/game/tickets.ts',
  ])
})

test('an exported type is refused when its name says nothing, or names another type in the same workspace', () => {
  const files = {
    'ops/src/deploy/order.ts': 'export type Order = 1\ntype Job = 2',
    'ops/src/night/piece.ts': 'export interface Piece {}\nexport const Place = 1',
    'ops/src/release/piece.ts': 'export type Piece = 1',
    'ops/src/release/piece.test.ts': 'export type Piece = 2',
    'ops/test/piece.ts': 'export type Piece = 3',
    'backend/src/piece.ts': 'export type Piece = 4',
  }
  expect(objections(typeNameFaults, files)).toEqual(['ops/src/deploy/order.ts', 'ops/src/release/piece.ts'])
})

test('an export that no other file imports is refused, except what a framework calls', () => {
  const files = {
    'ops/src/release/colour.ts': 'export const colours = 1, { blue, deep: [green = 2] } = x\nexport type Colour = 1',
    'ops/src/release/colour.test.ts': "import { green } from './colour.ts'\nimport type { Colour } from './colour.ts'",
    'ops/src/release/whole.ts': "export function a() {}\nexport * as colour from './colour2.ts'",
    'ops/src/release/lazy.ts': "const { a } = await import('./whole.ts')\nexport default a",
    'frontend/src/pages/[...lang]/index.astro': '---\nexport const getStaticPaths = 1\n---\n<p />',
  }
  expect(exportFaults(new Map(Object.entries(files))).map(({ path, sentence }) => [path, sentence])).toEqual([
    ['ops/src/release/colour.ts', 'No other file imports colours: do not export it.'],
    ['ops/src/release/colour.ts', 'No other file imports blue: do not export it.'],
  ])
})

test('a literal spread into a literal or a call is refused; a spread of what is computed from one is not', () => {
  const files = {
    'ops/src/held.ts': 'const a = {\n  ...{ b: 1 },\n}\nrun(...["x", "y"])\nconst c = [...(["x"] as const)]',
    'frontend/src/held.tsx': 'const a = <p {...{ title }} />',
    'ops/src/fine.ts':
      'const a = [...["x"].map(up), ...(b ? ["c"] : []), "...{ text }"]\nconst { d, ...rest } = { ...e }',
  }
  expect(
    spreadFaults(new Map(Object.entries(files))).map(({ path, sentence }) => [path, sentence.slice(0, 6)]),
  ).toEqual([
    ['ops/src/held.ts', 'Line 2'],
    ['ops/src/held.ts', 'Line 4'],
    ['ops/src/held.ts', 'Line 5'],
    ['frontend/src/held.tsx', 'Line 1'],
  ])
})

test('a file past 220 lines, a folder past eight files and a test alone in its folder are refused', () => {
  const files = {
    'backend/src/game/long.ts': 'line\n'.repeat(221),
    'backend/src/game/fits.ts': 'line\n'.repeat(220),
    ...nineFilesIn('backend/src/full'),
    'backend/src/full/part.test.ts': '',
    'backend/src/lonely/race.test.ts': '',
  }
  expect(objections(sources => sizeFaults(sources, {}), files)).toEqual([
    'backend/src/game/long.ts',
    'backend/src/full',
    'backend/src/lonely/race.test.ts',
  ])
})

test('a reason lets a folder hold more files, and is refused once the folder does not need it', () => {
  const files = { ...nineFilesIn('backend/src/full'), 'backend/src/game/fits.ts': '' }
  const roomy = { 'backend/src/full': 'one subject', 'backend/src/game': 'former days' }
  expect(objections(sources => sizeFaults(sources, roomy), files)).toEqual(['backend/src/game'])
})

test('the product does not import scripts or test tools, which may import it', () => {
  const files = {
    'backend/src/main.ts': "import { startPostgres } from '../../scripts/embedded-postgres.ts'",
    'backend/test/backend.ts': "import { main } from '../src/main.ts'",
    'backend/src/main.test.ts': "import { startBackend } from '../test/backend.ts'",
  }
  expect(objections(directionFaults, files)).toEqual(['backend/src/main.ts'])
})

test('a workspace imports of the others what its row allows, its tests included', () => {
  const files = {
    'ops/src/deploy/gates.ts': "import type { Play } from '@tiptop/contract/game.ts'",
    'ops/src/deploy/gates.test.ts': "import { migrate } from '../../../backend/src/migrate.ts'",
    'backend/src/game/routes.ts': "import { play } from '@tiptop/contract/game.ts'",
    'backend/src/game/page.ts': "import { page } from '../../../frontend/src/ui/page.tsx'",
    'contract/src/game.ts': "import { ticket } from '../../backend/src/tickets/ticket.ts'",
    'frontend/e2e/desk.ts': "import { startBackend } from '../../backend/test/backend.ts'",
  }
  expect(objections(directionFaults, files)).toEqual([
    'ops/src/deploy/gates.ts',
    'ops/src/deploy/gates.test.ts',
    'backend/src/game/page.ts',
    'contract/src/game.ts',
  ])
})

test('a room imports the rooms of its row and those below them, in whichever way an import is written', () => {
  const files = {
    'backend/src/tickets/several-lines.ts': "import {\n  play,\n  type Play,\n} from '../game/play-ticket.ts'",
    'backend/src/tickets/type.ts': "import type { Play } from '../game/play-ticket.ts'",
    'backend/src/tickets/type-in-place.ts': "export const a: import('../game/play-ticket.ts').Play = 1",
    'backend/src/tickets/passed-on.ts': "export { play } from '../game/play-ticket.ts'",
    'backend/src/tickets/all.ts': "export * from '../game/play-ticket.ts'",
    'backend/src/tickets/later.ts': "const game = await import('../game/play-ticket.ts')",
    'backend/src/tickets/text.ts': 'const text = `\nimport { play } from "../game/play-ticket.ts"`',
    'backend/src/tickets/play.test.ts': "import { play } from '../game/play-ticket.ts'",
    'backend/src/handover/below.ts':
      "import { ticket } from '../tickets/ticket.ts'\nimport { db } from '../database.ts'",
    'backend/src/refusal.ts': "import { ticket } from './tickets/ticket.ts'",
    'backend/src/attic/room.ts': "import { ticket } from '../tickets/ticket.ts'",
    'backend/src/attic/ground.ts': "import { db } from '../database.ts'",
    'backend/src/data.ts': "import facts from './facts.json' with { type: 'json' }",
  }
  expect(objections(directionFaults, files)).toEqual([
    'backend/src/tickets/several-lines.ts',
    'backend/src/tickets/type.ts',
    'backend/src/tickets/type-in-place.ts',
    'backend/src/tickets/passed-on.ts',
    'backend/src/tickets/all.ts',
    'backend/src/tickets/later.ts',
    'backend/src/refusal.ts',
    'backend/src/attic/room.ts',
  ])
})

test('a circle is refused and shown as a chain: of files, even by types alone, or of folders whose files form none', () => {
  const files = {
    'ops/src/deploy/gates.ts': "import type { Check } from './checks.ts'",
    'ops/src/deploy/checks.ts': "import { gates } from './gates.ts'",
    'ops/src/night/sending/send.ts': "import { room } from '../room/room.ts'",
    'ops/src/night/room/room.ts': '',
    'ops/src/night/room/find-room.ts': "import { sent } from '../sending/sent.ts'",
    'ops/src/night/sending/sent.ts': '',
    'ops/src/night/nightly.ts': "import { send } from './sending/send.ts'\nimport './making.ts'",
    'ops/src/night/making.test.ts': "import './making.ts'",
    'ops/src/night/making.ts': "import type { Test } from './making.test.ts'",
  }
  expect(circleFaults(new Map(Object.entries(files))).map(({ sentence }) => sentence)).toEqual([
    'A circle: ops/src/deploy/gates.ts imports ops/src/deploy/checks.ts,\n' +
      '  ops/src/deploy/checks.ts imports ops/src/deploy/gates.ts.',
    'A circle: ops/src/night/sending/send.ts imports ops/src/night/room/room.ts,\n' +
      '  ops/src/night/room/find-room.ts imports ops/src/night/sending/sent.ts.',
  ])
})

test('a page takes only types from a part of the contract that needs a package, also through another part', () => {
  const files = {
    'contract/src/ticket-code.ts': '',
    'contract/src/game.ts': "import { z } from 'zod'",
    'contract/src/round.ts': "import { played } from './game.ts'",
    'frontend/src/types-only.ts': "import type { Play } from '@tiptop/contract/game.ts'",
    'frontend/src/light.ts': "import { parse } from '@tiptop/contract/ticket-code.ts'",
    'frontend/src/heavy.ts': "import { play } from '@tiptop/contract/game.ts'",
    'contract/src/facts.ts': "import facts from './facts.json' with { type: 'json' }",
    'frontend/src/data.ts': "import { facts } from '@tiptop/contract/facts.ts'",
    'frontend/src/also-heavy.ts': "import {\n  round,\n  type Round,\n} from '@tiptop/contract/round.ts'",
  }
  expect(objections(browserLoadFaults, files)).toEqual(['frontend/src/heavy.ts', 'frontend/src/also-heavy.ts'])
})

test('migrations are numbered without gap, and one that takes something away says so on line 1', () => {
  const files = {
    'backend/migrations/0001-foundations.sql': 'create table users ();',
    'backend/migrations/0003-gap.sql': 'create table more ();',
    'backend/migrations/0003-marked.sql': '--! breaking\ndrop table users;',
    'backend/migrations/0004-unmarked.sql': 'alter table users\n  drop column name;',
    'backend/migrations/0005-late-mark.sql': '\n--! breaking\ndrop table users;',
  }
  expect(objections(migrationFaults, files)).toEqual([
    'backend/migrations/0003-gap.sql',
    'backend/migrations/0004-unmarked.sql',
    'backend/migrations/0005-late-mark.sql',
  ])
})
