import type { TableSums } from '../manifest.ts'

/**
 * Says of each table its name, how many rows it has and the sum of their hashes, tabs between them. A row is hashed as
 * its text, so everything that changes how a value is written is set; the sum does not ask for an order.
 */
export const SUMS = `
set search_path = '';
set timezone = 'UTC';
set datestyle = 'ISO, YMD';
set intervalstyle = postgres;
set extra_float_digits = 1;
set bytea_output = hex;
set xmloption = content;
select format('select %L, count(*), coalesce(sum(pg_catalog.hashtextextended(t::text, 0)), 0) from %I.%I t',
  n.nspname || '.' || c.relname, n.nspname, c.relname)
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e')
order by n.nspname, c.relname
\\gexec
`

/** A line that {@link SUMS} lets psql say; null for any other line. */
export function readSum(line: string): [table: string, { rows: number; sum: string }] | null {
  const [, table = '', rows, sum = ''] = /^([^\t]+)\t(\d+)\t(-?\d+)$/.exec(line) ?? []
  return table ? [table, { rows: Number(rows), sum }] : null
}

export function readSums(said: string): TableSums {
  return Object.fromEntries(said.split('\n').flatMap(line => [readSum(line)].filter(sum => sum !== null)))
}

/** What a restored copy has otherwise than the database had, in French; null when both are the same. */
export function differenceOf(original: TableSums, restored: TableSums): string | null {
  const faults = [...new Set([...Object.keys(original), ...Object.keys(restored)])].sort().flatMap(table => {
    const [had, has] = [original[table], restored[table]]
    if (!has) return [`${table} manque`]
    if (!had) return [`${table} est de trop`]
    if (had.rows !== has.rows) return [`${table} a ${has.rows} lignes au lieu de ${had.rows}`]
    return had.sum === has.sum ? [] : [`${table} a d'autres lignes, en même nombre`]
  })
  return faults.length ? faults.join(' ; ') : null
}

/** `13 tables, 500 213 lignes`. */
export function sizeOf(tables: TableSums): string {
  const rows = Object.values(tables).reduce((sum, { rows }) => sum + rows, 0)
  return `${Object.keys(tables).length} tables, ${rows.toLocaleString('fr-FR')} lignes`
}
