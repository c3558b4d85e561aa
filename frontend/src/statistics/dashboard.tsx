import { formatMoment } from '@tiptop/contract/moments.ts'
import type { Statistics } from '@tiptop/contract/statistics.ts'
import { adminApi } from '../administration/admin-api.ts'
import { Age } from '../administration/age.tsx'
import { Broken } from '../administration/broken.tsx'
import { periodIn } from '../administration/filters/period.ts'
import { PeriodFilter } from '../administration/filters/period-filter.tsx'
import { queryOf } from '../administration/filters/query.ts'
import { forAdministrators } from '../administration/frame/for-role.tsx'
import { useLoaded } from '../administration/use-loaded.ts'
import { useAddress } from '../ui/address.ts'
import { Button } from '../ui/button.tsx'
import { formatCount } from '../ui/dates.ts'
import { TeaBranch } from '../ui/drawings/botanicals.tsx'
import type { Lang } from '../ui/language.ts'
import { Text } from '../ui/text.tsx'
import { Charts } from './charts.tsx'
import { EmployeeHandovers } from './employee-handovers.tsx'
import { Figures } from './figures.tsx'
import { PrizeDistribution } from './prize-distribution.tsx'
import { statisticsWords } from './words.ts'

/** Nodes G to J of diagram 1.3: the figures of the contest, for the period in the address. */
export const Dashboard = forAdministrators(FiguresOfPeriod)

function FiguresOfPeriod({ lang }: { lang: Lang }) {
  const words = statisticsWords[lang]
  const { params } = useAddress()
  const query = queryOf(periodIn(params))
  const { value, failure, busy, again } = useLoaded(query, signal => adminApi.statistics(query, signal))
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-5">
        <PeriodFilter lang={lang} />
        <Button
          look="quiet"
          onClick={() => !busy && again()}
          busy={busy && value !== null}
          busyLabel={words.refreshing}
        >
          {words.refresh}
        </Button>
      </div>
      <p role="status" className="mt-4 min-h-6 text-[0.9375rem] text-soft">
        <Text>
          {busy && !value ? words.loading : value && !busy && words.takenAt(formatMoment(value.takenAt, lang))}
        </Text>
        {value && !busy && <span className="sr-only"> {words.total(formatCount(value.plays, lang), value.plays)}</span>}
      </p>
      {value && <Age lang={lang} seconds={value.lagSeconds} />}
      <div className="mt-5">
        {failure && <Broken lang={lang} failure={failure} onRetry={again} />}
        <div aria-busy={busy}>
          {!value && !failure && <Skeleton />}
          {value && (
            <div className={`grid gap-6 ${busy ? 'opacity-55 transition-opacity delay-150' : ''}`}>
              <All lang={lang} statistics={value} />
            </div>
          )}
        </div>
      </div>
    </>
  )
}

function All({ lang, statistics }: { lang: Lang; statistics: Statistics }) {
  const words = statisticsWords[lang]
  const { from, to } = statistics.period
  const isEmpty = statistics.plays === 0 && statistics.handovers === 0
  return (
    <>
      <Figures lang={lang} statistics={statistics} />
      <PrizeDistribution lang={lang} prizes={statistics.prizes} />
      {isEmpty ? (
        <div className="label-frame grid justify-items-center px-6 py-12 text-center">
          <TeaBranch className="h-12 w-28 text-leaf" />
          <h2 className="mt-4 text-2xl">
            <Text>{from || to ? words.emptyPeriodTitle : words.emptyTitle}</Text>
          </h2>
          <p className="mt-2 text-soft">
            <Text>{from || to ? words.emptyPeriod : words.empty}</Text>
          </p>
        </div>
      ) : (
        <>
          <Charts lang={lang} statistics={statistics} />
          <EmployeeHandovers lang={lang} rows={statistics.perEmployee} />
        </>
      )}
    </>
  )
}

/** A placeholder as high as the figures, so that nothing below moves when they load. */
function Skeleton() {
  return (
    <div className="grid gap-6" aria-hidden="true">
      <div className="grid grid-cols-2 gap-4 lg:grid-cols-4">
        {['a', 'b', 'c', 'd'].map(key => (
          <div key={key} className="label-frame h-39 animate-breathe" />
        ))}
      </div>
      <div className="label-frame h-60 animate-breathe" />
      <div className="label-frame h-112 animate-breathe" />
      <div className="label-frame h-112 animate-breathe" />
    </div>
  )
}
