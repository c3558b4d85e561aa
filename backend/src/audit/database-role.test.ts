import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { applicationUrl } from '../../test/database.ts'

const { tools, databaseUrl } = await startBackend()
const { db, owner } = tools

/** What the backend's role may do: letters for select, insert, update, delete; columns where it is not all of them. */
const GRANTS: Record<string, string> = {
  allotment_slices: 's',
  attempt_limits: 'siud',
  audit_events: 's, i at kind actor_id ticket_id details subject_id',
  audit_seals: 's',
  audit_verifications: 's',
  authenticator_apps: 'siud',
  commitment_leaves: 's',
  commitment_slice_roots: 's',
  contests: 's',
  count_changes: 'siud',
  counts: 's',
  draw_confirmations: 's, i contest_id step role user_id session_id attempt number drand_round reason at',
  draw_entries: 'si',
  draw_letters: 'si',
  draw_lists: 'si',
  draw_outcomes: 'si',
  draw_ranks: 'si',
  draws: 'si',
  folded_counts: 'siu',
  identities: 'siud',
  kysely_migration: 's',
  kysely_migration_lock: '',
  one_time_tokens: 'siud',
  outgoing_mails: 'siud',
  participations: 'si, u age_band',
  passkeys: 'siud',
  players: 'siu',
  prizes: 's',
  recovery_codes: 'siud',
  sessions: 'siud',
  shops: 's',
  staff_handovers: 's',
  tickets: 's, u prize_id status code player_id played_at claimed_at claimed_by claimed_shop_id',
  uncounted: 's',
  uncounted_plays: 'siud',
  unplayed_counts: 's',
  unplayed_stretch_counts: 's',
  unplayed_stretches: 'su',
  unplayed_tickets: 'su',
  users: 'siu',
}

test('what the backend may do is decided for every table: a new one is granted by its migration and named here', async () => {
  const { rows } = await sql<{ name: string; all: string; some: string[] }>`
    select relname as name,
      concat(
        case when has_table_privilege('tiptop_application', c.oid, 'select') then 's' end,
        case when has_table_privilege('tiptop_application', c.oid, 'insert') then 'i' end,
        case when has_table_privilege('tiptop_application', c.oid, 'update') then 'u' end,
        case when has_table_privilege('tiptop_application', c.oid, 'delete') then 'd' end,
        case when has_table_privilege('tiptop_application', c.oid, 'truncate, references, trigger') then '!' end) as all,
      array(
        select lower(left(privilege_type, 1)) || ' ' || string_agg(attname, ' ' order by attnum)
        from pg_attribute, aclexplode(attacl) where attrelid = c.oid group by privilege_type order by 1) as some
    from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') order by 1`.execute(
    owner,
  )
  expect(Object.fromEntries(rows.map(row => [row.name, [row.all, ...row.some].filter(Boolean).join(', ')]))).toEqual(
    GRANTS,
  )
})

test.each([
  `update audit_events set kind = 'signed-in'`,
  'update audit_events set at = now() where id = 1',
  'delete from audit_events',
  'truncate audit_events',
  `insert into audit_events (id, at, kind) overriding system value values (1, now(), 'signed-in')`,
  'alter table audit_events disable trigger user',
  `insert into audit_seals (first_id, last_id, previous_hash, hashes) values (1, 1, '', '')`,
  `update audit_seals set hashes = ''`,
  'delete from audit_seals',
  'truncate audit_seals',
  'drop table audit_seals',
  `select setval('audit_events_id_seq', 1)`,
  'delete from tickets',
  'update tickets set masked_prize = 1',
  'update contests set allotment_digest = null',
  'update participations set player_id = 1',
  'create table mine (id int)',
])('the role of the backend cannot: %s', async statement => {
  await expect(sql.raw(statement).execute(db)).rejects.toMatchObject({ code: '42501' })
})

test.each([
  'update audit_events set at = now()',
  'delete from audit_events',
  'truncate audit_events',
  'delete from audit_seals',
  'truncate audit_seals',
])('nor can the owner, unless they remove the triggers: %s', async statement => {
  await expect(sql.raw(statement).execute(owner)).rejects.toThrow('are never changed nor deleted')
})

test('in production a backend that could rewrite the trail refuses to start and says what to do', async () => {
  const start = (url: string, extra: Record<string, string> = {}) =>
    promisify(execFile)(process.execPath, [join(import.meta.dirname, '../main.ts')], {
      env: {
        NODE_ENV: 'production',
        WEB_URL: 'https://the-tip-top.example',
        PORT: '0',
        DATABASE_URL: url,
        SESSION_KEY: tools.config.session.key,
        TICKET_PEPPER: tools.config.tickets.pepper,
        ...extra,
      },
      timeout: 15_000,
    }).catch((error: { code: number | null; stderr: string }) => error)
  const refused = await start(databaseUrl)
  expect(refused).toMatchObject({ code: 1 })
  expect(refused.stderr).toContain('may rewrite the audit trail')
  expect(refused.stderr).toContain('tiptop_application')
  // The right role gets past it, to the next fault: an address that is not this machine's.
  const accepted = await start(applicationUrl(databaseUrl), { HOST: '203.0.113.1' })
  expect(accepted.stderr).toContain('EADDRNOTAVAIL')
})
