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
