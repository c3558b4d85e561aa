import type { BailiffOverview } from '@tiptop/contract/bailiff.ts'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { formatCount } from '../ui/dates.ts'
import type { Lang } from '../ui/language.ts'
import { Text } from '../ui/text.tsx'
import { bailiffWords } from './words.ts'

type PrizeCounts = BailiffOverview['prizes'][number]

/** How many tickets are in which state, in all and by prize. */
export function Counts({ lang, overview: { tickets, prizes } }: { lang: Lang; overview: BailiffOverview }) {
  const words = bailiffWords[lang].counts
  const counted = (name: 'quota' | 'played' | 'handedOver' | 'left', count: (row: PrizeCounts) => number) => ({
    name,
    header: words[name],
    numeric: true,
    cell: (row: PrizeCounts) => formatCount(count(row), lang),
  })
  const columns: Column<PrizeCounts>[] = [
    {
      name: 'prize',
      header: words.prize,
      onPhone: 'title',
      cell: ({ prize }) => <span className="font-medium text-forest">{prize.name[lang]}</span>,
    },
    counted('quota', ({ quota }) => quota),
    counted('played', ({ played }) => played),
    counted('handedOver', ({ claimed }) => claimed),
    counted('left', ({ quota, played }) => quota - played),
  ]
  return (
    <>
      <dl className="mb-5 grid grid-cols-2 gap-4 lg:grid-cols-4">
        {(['generated', 'unclaimed', 'pending', 'claimed'] as const).map(name => (
          <div key={name} className="label-frame px-5 py-5">
            <dt className="text-[0.9375rem] font-semibold text-infusion">{words[name]}</dt>
            <dd className="mt-1 font-display text-[1.75rem] leading-none text-forest tabular-nums sm:text-[2.25rem]">
              <Text>{formatCount(tickets[name], lang)}</Text>
            </dd>
          </div>
        ))}
      </dl>
      <DataTable caption={words.byPrize} columns={columns} rows={prizes} rowKey={({ prize }) => prize.slug} />
    </>
  )
}
