import type { ComponentChildren } from 'preact'
import { Text } from '../text.tsx'

type ChartCardProps = {
  title: string
  showTable: string
  headers: readonly string[]
  rows: readonly (readonly string[])[]
  className?: string
  children: ComponentChildren
}

/** A chart, with the same figures in a table that is folded away until it is opened. */
export function ChartCard({ title, showTable, headers, rows, className = '', children }: ChartCardProps) {
  return (
    <section className={`label-frame min-w-0 p-6 sm:p-8 ${className}`}>
      <h2 className="mb-4 text-2xl">{title}</h2>
      {children}
      <details className="mt-5">
        <summary className="link w-fit cursor-pointer py-1 text-[0.9375rem]">
          {showTable}
          <span className="sr-only">, {title}</span>
        </summary>
        {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: a long table scrolls, also by keyboard */}
        <section aria-label={title} tabIndex={0} className="mt-3 max-h-96 overflow-auto rounded border border-line">
          {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: no further */}
          <table className="w-full border-collapse text-[0.9375rem]">
            <caption className="sr-only">{title}</caption>
            <thead className="sticky top-0 bg-cream">
              <tr>
                {headers.map((header, index) => (
                  <th
                    key={header}
                    scope="col"
                    className={`px-3 py-2 font-semibold ${index ? 'text-right' : 'text-left'}`}
                  >
                    {header}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, ...values]) => (
                <tr key={name} className="border-t border-line/70">
                  <th scope="row" className="px-3 py-1.5 text-left font-normal">
                    {name}
                  </th>
                  {values.map((value, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a value keeps its column
                    <td key={index} className="px-3 py-1.5 text-right tabular-nums">
                      <Text>{value}</Text>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </section>
  )
}
