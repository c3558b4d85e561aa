import { expect, test } from 'vitest'
import { whereMissing } from './restore-dump.ts'

test('roles that are missing are created, whatever their names, and nothing else changes', () => {
  const said = `\\restrict abc
SET client_encoding = 'UTF8';
CREATE ROLE tiptop_application;
CREATE ROLE "l'autre";
ALTER ROLE tiptop_application WITH NOSUPERUSER LOGIN;
\\unrestrict abc
`
  expect(whereMissing(said).split('\n').filter(Boolean)).toEqual([
    "SET client_encoding = 'UTF8';",
    "select 'CREATE ROLE tiptop_application' where not exists (select from pg_roles where rolname = 'tiptop_application') \\gexec",
    `select 'CREATE ROLE "l''autre"' where not exists (select from pg_roles where rolname = 'l''autre') \\gexec`,
    'ALTER ROLE tiptop_application WITH NOSUPERUSER LOGIN;',
  ])
})

test('what only looks like such a statement stays as it is', () => {
  const said = [
    "COMMENT ON ROLE a IS 'CREATE ROLE b;';",
    'CREATE ROLE c; -- by hand',
    "select '\\restrict d';",
    'GRANT a TO c;',
  ].join('\n')
  expect(whereMissing(said)).toBe(said)
})

test('a name may hold quotes of its own, doubled as SQL has them', () => {
  expect(whereMissing('CREATE ROLE "a""b";')).toBe(
    `select 'CREATE ROLE "a""b"' where not exists (select from pg_roles where rolname = 'a"b') \\gexec`,
  )
})
