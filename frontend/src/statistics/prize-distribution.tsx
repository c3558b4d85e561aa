import type { Statistics } from '@tiptop/contract/statistics.ts'
import { PrizePicture } from '../contest/prizes/prize-picture.tsx'
import { Bar } from '../ui/charts/bar-list.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { formatCount } from '../ui/dates.ts'
import type { Lang } from '../ui/language.ts'
import { statisticsWords } from './words.ts'

type PrizeFigures = Statistics['prizes'][number]

/** The figures of each prize. Its bar shows the share played and, in front of it, the share handed over. */
export function PrizeDistribution({ lang, prizes }: { lang: Lang; prizes: PrizeFigures[] }) {
  const words = statisticsWords[lang].prizes
  const counted = (name: 'allotted' | 'played' | 'handedOver' | 'remaining'): Column<PrizeFigures> => ({
    name,
    header: words[name],
    numeric: true,
    cell: figures => formatCount(figures[name], lang),
  })
  const columns: Column<PrizeFigures>[] = [
    {
      name: 'prize',
      header: words.prize,
      onPhone: 'title',
      cell: ({ prize }) => (
        <span className="flex items-center gap-3">
          <PrizePicture slug={prize.slug} className="w-11 shrink-0" />
          <span className="font-medium text-forest">{prize.name[lang]}</span>
        </span>
      ),
    },
    {
      name: 'progress',
      header: words.progress,
      onPhone: 'bare',
      cell: ({ allotted, played, handedOver }) => (
        <span className="block min-w-32">
          <Bar shares={[played / Math.max(1, allotted), handedOver / Math.max(1, allotted)]} className="h-3" />
        </span>
      ),
    },
    counted('allotted'),
    counted('played'),
    counted('handedOver'),
    counted('remaining'),
  ]
  return (
    <section>
      <h2 className="mt-2 text-2xl">{words.title}</h2>
      <p className="mt-1 mb-4 text-[0.9375rem] text-soft">{words.note}</p>
      <DataTable caption={words.title} columns={columns} rows={prizes} rowKey={({ prize }) => prize.slug} />
    </section>
  )
}
