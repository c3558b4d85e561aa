import type { ComponentChildren } from 'preact'
import { Text } from './text.tsx'

export type Column<Row> = {
  name: string
  header: string
  cell(row: Row): ComponentChildren
  /** whether the column is aligned right, as numbers are */
  numeric?: boolean
  /** on a phone: the title of the row's card, its corner, or a line without its header; by default a line with it */
  onPhone?: 'title' | 'corner' | 'bare'
}

type DataTableProps<Row> = {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey(row: Row): string | number
}

/** A table; on phones and tablets, where it does not fit, one card a row. The one not shown is hidden from screen readers too. */
export function DataTable<Row>(table: DataTableProps<Row>) {
  return (
    <>
      <Wide {...table} />
      <Narrow {...table} />
    </>
  )
}

function Wide<Row>({ caption, columns, rows, rowKey }: DataTableProps<Row>) {
  return (
    <div className="label-frame hidden p-2.5 lg:block">
      <table className="w-full border-collapse text-[0.9375rem]">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line">
            {columns.map(({ name, header, numeric }) => (
              <th
                key={name}
                scope="col"
                className={`px-3.5 py-3 text-[0.8125rem] font-semibold tracking-wide text-soft ${numeric ? 'text-right' : 'text-left'}`}
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={rowKey(row)} className="relative border-b border-line/70 last:border-0 hover:bg-mist/70">
              {columns.map(({ name, cell, numeric }) => (
                <td
                  key={name}
                  className={`px-3.5 py-3.5 align-middle leading-snug ${numeric ? 'text-right whitespace-nowrap tabular-nums' : 'text-left'}`}
                >
                  <Text>{cell(row)}</Text>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Narrow<Row>({ caption, columns, rows, rowKey }: DataTableProps<Row>) {
  const place = (where: Column<Row>['onPhone']) => columns.filter(({ onPhone }) => onPhone === where)
  return (
    <ul className="grid grid-cols-1 gap-3 md:grid-cols-2 lg:hidden" aria-label={caption}>
      {rows.map(row => (
        <li key={rowKey(row)} className="label-frame px-5 py-4.5">
          <div className="flex flex-wrap items-start justify-between gap-3">
            {place('title').map(({ name, cell }) => (
              <div key={name} className="min-w-0 flex-1 basis-36 leading-snug wrap-anywhere">
                <Text>{cell(row)}</Text>
              </div>
            ))}
            {place('corner').map(({ name, cell }) => (
              <div key={name} className="shrink-0">
                <Text>{cell(row)}</Text>
              </div>
            ))}
          </div>
          {place('bare').map(({ name, cell }) => (
            <div key={name} className="mt-3">
              <Text>{cell(row)}</Text>
            </div>
          ))}
          <dl className="mt-3 grid grid-cols-1 gap-1.5 border-t border-line/80 pt-3 text-[0.9375rem] empty:hidden">
            {place(undefined).map(({ name, header, cell }) => (
              <div key={name} className="flex items-baseline justify-between gap-4">
                <dt className="shrink-0 text-soft">{header}</dt>
                <dd className="min-w-0 text-right wrap-anywhere">
                  <Text>{cell(row)}</Text>
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}
