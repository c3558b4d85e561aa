import type { ServerModel, StatementModel } from '../../server-model.ts'

const nothing = () => ''

/** The statements that recipes send while they restore a database or look at one that was restored. */
export const restoreStatements: StatementModel[] = [
  [/^select pg_is_in_recovery/, ({ archive }) => `f\t\t00000002\t${archive?.replayedTo ?? 5.5}`],
  [
    /^select datname, pg_database_size/,
    ({ databases }) => [...databases.keys()].map(name => `${name}\t1000`).join('\n'),
  ],
  [/^select datname from pg_database/, ({ databases }) => [...databases.keys()].join('\n')],
  [/^select format\('select %L, count/, sumsOf],
  [/^(select 'CREATE ROLE|select format\('create role|alter role|set )/, nothing],
  [/^select to_char\(max\(at\)/, nothing],
  [
    /^select \(select count\(\*\) from operations_v1\.plays/,
    ({ databases }) => {
      const database = databases.get('tiptop')
      if (!database) throw new Error('database "tiptop" does not exist')
      return `${database.plays}\t0\t0`
    },
  ],
  [/^select to_regclass\('operations_v1\./, ({ databases }) => (databases.get('tiptop')?.views === false ? 'f' : 't')],
  [
    /^select slug, root, leaves_root/,
    ({ databases }) => (databases.get('tiptop')?.commitments ?? []).map(row => row.join('\t')).join('\n'),
  ],
  [
    /^select slug, digest from operations_v1\.allotments/,
    ({ databases }) => {
      const { commitments = [], tickets = 'as generated' } = databases.get('tiptop') ?? {}
      return commitments.map(([slug]) => `${slug}\t${tickets}`).join('\n')
    },
  ],
  [/^select (slug|offending, sentence) from operations_v1\./, nothing],
  [/^drop database (?!if exists)(\w+)/, drop],
]

function sumsOf({ databases }: ServerModel, name: string): string {
  const { plays = 0 } = databases.get(name || 'tiptop') ?? {}
  return `public.participations\t${plays}\t${plays}`
}

function drop({ databases }: ServerModel, _: string, [name = '']: string[]): string {
  databases.delete(name)
  return ''
}
