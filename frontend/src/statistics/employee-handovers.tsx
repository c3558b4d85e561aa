import type { Statistics } from '@tiptop/contract/statistics.ts'
import { shownName } from '../administration/account/shown-name.ts'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { formatCount } from '../ui/dates.ts'
import type { Lang } from '../ui/language.ts'
import { statisticsWords } from './words.ts'

type EmployeeFigures = Statistics['perEmployee'][number]

/** Who handed over how many prizes, with a remark beside what is unusual; nothing while no prize was handed over. */
export function EmployeeHandovers({ lang, rows }: { lang: Lang; rows: EmployeeFigures[] }) {
  const { series, perEmployee: words } = statisticsWords[lang]
  const columns: Column<EmployeeFigures>[] = [
    {
      name: 'employee',
      header: words.employee,
      onPhone: 'title',
      cell: ({ employee }) => <bdi>{shownName(employee.name, lang)}</bdi>,
    },
    { name: 'shop', header: words.shop, cell: ({ shop }) => shop.name },
    {
      name: 'handovers',
      header: series.handovers,
      numeric: true,
      cell: ({ handovers }) => formatCount(handovers, lang),
    },
    {
      name: 'remark',
      header: words.remark,
      cell: ({ unusual }) => (unusual ? <strong className="text-infusion">{words.unusual}</strong> : ''),
    },
  ]
  if (!rows.length) return null
  return (
    <section>
      <h2 className="mt-2 text-2xl">{words.title}</h2>
      <p className="mt-1 mb-4 text-[0.9375rem] text-soft">{words.note}</p>
      <DataTable
        caption={words.title}
        columns={columns}
        rows={rows}
        rowKey={({ employee, shop }) => `${employee.id} ${shop.slug}`}
      />
    </section>
  )
}
