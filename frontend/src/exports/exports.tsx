import type { ExportName } from '@tiptop/contract/exports.ts'
import type { ComponentChildren } from 'preact'
import { PeriodFilter } from '../administration/filters/period-filter.tsx'
import { forAdministrators } from '../administration/frame/for-role.tsx'
import { useAddress } from '../ui/address.ts'
import { ChoiceCards } from '../ui/forms/choice-cards.tsx'
import type { Lang } from '../ui/language.ts'
import { DownloadPanel } from './download-panel.tsx'
import { exportPath, formatIn, formats, reportIn, reports } from './export-request.ts'
import { TicketFilters, UserFilters } from './report-filters.tsx'
import { exportWords } from './words.ts'

/** Nodes V to X of diagram 1.3: a report, its filters and its format, all kept in the address. */
export const Exports = forAdministrators(ExportForm)

function ExportForm({ lang }: { lang: Lang }) {
  const words = exportWords[lang]
  const { params, change } = useAddress()
  const report = reportIn(params)
  return (
    <div className="grid grid-cols-1 gap-8">
      <ChoiceCards
        legend={words.report}
        name="report"
        className="sm:grid-cols-[repeat(auto-fit,minmax(min(100%,17rem),1fr))]"
        choices={reports.map(value => ({ value, ...words.reports[value] }))}
        value={report}
        onChange={report => change({ report }, 'replace')}
      />
      <section className="rounded-lg border border-line bg-mist/60 p-5 sm:p-6" aria-label={words.filters}>
        <h2 className="mb-4 text-2xl">{words.filters}</h2>
        <ReportFilters lang={lang} report={report} />
      </section>
      <ChoiceCards
        legend={words.format}
        name="format"
        className="sm:grid-cols-[repeat(auto-fit,minmax(min(100%,17rem),1fr))]"
        choices={formats.map(value => ({ value, ...words.formats[value] }))}
        value={formatIn(params)}
        onChange={format => change({ format }, 'replace')}
      />
      <DownloadPanel lang={lang} path={exportPath(params)} />
    </div>
  )
}

function ReportFilters({ lang, report }: { lang: Lang; report: ExportName }): ComponentChildren {
  const words = exportWords[lang]
  switch (report) {
    case 'tickets':
      return (
        <TicketFilters lang={lang} withStatus note={words.playedPeriod}>
          <PeriodFilter lang={lang} />
        </TicketFilters>
      )
    case 'participations':
      return (
        <TicketFilters lang={lang} note={words.playedPeriod}>
          <PeriodFilter lang={lang} />
        </TicketFilters>
      )
    case 'users':
      return <UserFilters lang={lang} />
    case 'newsletter':
      return <p>{words.noFilters}</p>
  }
}
