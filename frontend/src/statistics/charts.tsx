import { formatDay } from '@tiptop/contract/moments.ts'
import type { Statistics } from '@tiptop/contract/statistics.ts'
import { BarList } from '../ui/charts/bar-list.tsx'
import { ChartCard } from '../ui/charts/chart-card.tsx'
import { ColumnChart } from '../ui/charts/column-chart.tsx'
import { formatCount } from '../ui/dates.ts'
import type { Lang } from '../ui/language.ts'
import { formatShortDay } from '../ui/moments.ts'
import { statisticsWords } from './words.ts'

/** When, where and by whom the contest is played. */
export function Charts({ lang, statistics }: { lang: Lang; statistics: Statistics }) {
  const words = statisticsWords[lang]
  const count = (value: number) => formatCount(value, lang)
  const series = [words.series.plays, words.series.handovers]
  const days = statistics.perDay.map(({ day, plays, handovers }) => ({
    label: formatShortDay(day, lang),
    name: formatDay(day, lang),
    values: [plays, handovers],
  }))
  const hours = statistics.perHour.map(({ hour, plays, handovers }) => ({
    label: words.perHour.name(hour),
    name: words.perHour.name(hour),
    values: [plays, handovers],
  }))
  const shops = statistics.perShop.map(({ shop, handovers }) => ({
    name: shop.city,
    full: words.perShop.where(shop.name, shop.city),
    value: handovers,
  }))
  const ages = statistics.perAge.map(({ from, to, plays }) => ({ name: words.perAge.band(from, to), value: plays }))
  const columnRows = (columns: typeof days) => columns.map(({ name, values }) => [name, ...values.map(count)])
  const table = { showTable: words.showTable }
  return (
    <>
      <div className="grid gap-6 2xl:grid-cols-2">
        <ChartCard
          {...table}
          title={words.perDay.title}
          headers={[words.perDay.day, ...series]}
          rows={columnRows(days)}
        >
          <ColumnChart columns={days} series={series} format={count} />
        </ChartCard>
        <ChartCard
          {...table}
          title={words.perHour.title}
          headers={[words.perHour.hour, ...series]}
          rows={columnRows(hours)}
        >
          <ColumnChart columns={hours} series={series} format={count} />
        </ChartCard>
      </div>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <ChartCard
          {...table}
          title={words.perShop.title}
          headers={[words.perShop.shop, words.series.handovers]}
          rows={shops.map(({ full, value }) => [full, count(value)])}
        >
          <BarList bars={shops} format={count} />
        </ChartCard>
        <ChartCard
          {...table}
          title={words.perAge.title}
          headers={[words.perAge.age, words.series.plays]}
          rows={ages.map(({ name, value }) => [name, count(value)])}
        >
          <BarList bars={ages} format={count} />
        </ChartCard>
      </div>
    </>
  )
}
