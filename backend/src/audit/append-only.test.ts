import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { mayRewriteTrail } from './append-only.ts'

const { db, owner } = (await startBackend()).tools

test('the owner of the database may rewrite the trail, the role of the backend may not', async () => {
  expect(await mayRewriteTrail(owner)).toBe(true)
  expect(await mayRewriteTrail(db)).toBe(false)
})

test.each([
  'update (at) on audit_events',
  'delete on audit_events',
  'truncate on audit_events',
  'delete on audit_seals',
])('one grant is enough to rewrite it: %s', async grant => {
  await sql.raw(`grant ${grant} to tiptop_application`).execute(owner)
  expect(await mayRewriteTrail(db)).toBe(true)
  await sql.raw(`revoke ${grant} from tiptop_application`).execute(owner)
  expect(await mayRewriteTrail(db)).toBe(false)
})
