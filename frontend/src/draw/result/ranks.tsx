import type { DrawnRank } from '@tiptop/contract/grand-draw.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { formatCount } from '../../ui/dates.ts'
import type { Lang } from '../../ui/language.ts'
import { resultWords } from './words.ts'

const tones: Record<DrawnRank['state'], Tone> = {
  waiting: 'plain',
  winner: 'waiting',
  claimed: 'good',
  'passed-over': 'bad',
  void: 'bad',
}

/** The winner and the alternates of a draw, by their entries in the list. */
export function Ranks({ lang, ranks }: { lang: Lang; ranks: DrawnRank[] }) {
  const words = resultWords[lang].result
  const columns: Column<DrawnRank>[] = [
    {
      name: 'rank',
      header: words.rank,
      onPhone: 'title',
      cell: ({ rank }) => (
        <strong className="font-semibold text-forest">{rank === 1 ? words.winner : words.alternate(rank - 1)}</strong>
      ),
    },
    {
      name: 'place',
      header: words.place,
      numeric: true,
      cell: ({ index }) => formatCount(index + 1, lang),
    },
    {
      name: 'entry',
      header: words.entry,
      cell: ({ entry }) => (
        <span translate={false} className="font-mono text-sm">
          {`${entry.slice(0, 16)}…`}
        </span>
      ),
    },
    {
      name: 'state',
      header: words.state,
      onPhone: 'corner',
      cell: ({ state }) => <Badge tone={tones[state]}>{words.states[state]}</Badge>,
    },
  ]
  return <DataTable caption={words.ranks} columns={columns} rows={ranks} rowKey={({ rank }) => rank} />
}
