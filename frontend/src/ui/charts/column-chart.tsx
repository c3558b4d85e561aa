import type { TargetedPointerEvent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Text } from '../text.tsx'
import { gridLines, labelEvery } from './scale.ts'
import { useWidth } from './use-width.ts'

/** `label` is written below, `name` appears when a pointer is on it. `values` holds one value for each series. */
type ChartColumn = { label: string; name: string; values: number[] }

type ColumnChartProps = { columns: ChartColumn[]; series: readonly string[]; format(value: number): string }

const HEIGHT = 260
const [LEFT, TOP, BOTTOM] = [48, 10, 28]
const LABEL_WIDTH = 54
const fills = ['fill-leaf', 'fill-amber']
const dots = ['bg-leaf forced-color-adjust-none', 'bg-amber forced-color-adjust-none']

/**
 * Columns over time, one colour a series. The figures of the column that was pointed at stay while the pointer is on the
 * chart or its legend. Hidden from screen readers: a table beside it holds the same figures.
 */
export function ColumnChart({ columns, series, format }: ColumnChartProps) {
  const [frame, width] = useWidth()
  const [pointed, setPointed] = usePointed()
  const lines = gridLines(Math.max(...columns.flatMap(({ values }) => values)))
  const top = lines.at(-1) ?? 1
  const slot = (width - LEFT) / Math.max(1, columns.length)
  const y = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)
  const every = labelEvery(columns.length, width - LEFT, LABEL_WIDTH)

  function point(event: TargetedPointerEvent<HTMLDivElement>) {
    const index = Math.floor((event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT) / slot)
    setPointed(index >= 0 && index < columns.length ? index : null)
  }
  return (
    <div aria-hidden="true" onPointerLeave={() => setPointed(null)}>
      <Legend series={series} column={pointed === null ? undefined : columns[pointed]} format={format} />
      <div ref={frame} className="mt-2 h-65 touch-pan-y" onPointerMove={point} onPointerDown={point}>
        {width > 0 && (
          <svg width={width} height={HEIGHT} className="block overflow-visible" aria-hidden="true">
            {lines.map(line => (
              <g key={line}>
                <line x1={LEFT} x2={width} y1={y(line)} y2={y(line)} className="stroke-line" stroke-width="1" />
                <text x={LEFT - 8} y={y(line) + 4} text-anchor="end" className="fill-soft text-[0.75rem] tabular-nums">
                  {format(line)}
                </text>
              </g>
            ))}
            {columns.map((column, index) => (
              <g key={column.name}>
                {index === pointed && (
                  <rect
                    x={LEFT + index * slot}
                    y={TOP}
                    width={slot}
                    height={HEIGHT - TOP - BOTTOM}
                    className="fill-sage/70"
                  />
                )}
                <Column x={LEFT + index * slot} slot={slot} values={column.values} y={y} />
                {index % every === 0 && (
                  <text
                    x={LEFT + (index + 0.5) * slot}
                    y={HEIGHT - 8}
                    text-anchor="middle"
                    className="fill-soft text-[0.75rem]"
                  >
                    {column.label}
                  </text>
                )}
              </g>
            ))}
          </svg>
        )}
      </div>
    </div>
  )
}

/** The place of the column that is pointed at, if any. Escape forgets it: https://www.w3.org/TR/WCAG22/#content-on-hover-or-focus */
function usePointed() {
  const pointed = useState<number | null>(null)
  const [place, point] = pointed
  useEffect(() => {
    if (place === null) return
    const forget = ({ key }: KeyboardEvent) => key === 'Escape' && point(null)
    window.addEventListener('keydown', forget)
    return () => window.removeEventListener('keydown', forget)
  }, [place])
  return pointed
}

type ColumnProps = { x: number; slot: number; values: number[]; y(value: number): number }

/** One column a series, side by side. Any value above zero is visible, however small. */
function Column({ x, slot, values, y }: ColumnProps) {
  const gap = slot > 10 ? Math.min(slot * 0.22, 14) : 0.5
  const each = Math.min(28, Math.max(0.8, (slot - gap) / values.length))
  const start = x + (slot - each * values.length) / 2
  return values.map((value, index) => {
    const height = value ? Math.max(2, y(0) - y(value)) : 0
    return (
      <rect
        // biome-ignore lint/suspicious/noArrayIndexKey: a series keeps its place
        key={index}
        x={start + index * each}
        y={y(0) - height}
        width={Math.max(0.8, each - (each > 4 ? 1 : 0))}
        height={height}
        rx={each > 6 ? 2 : 0}
        className={fills[index] ?? 'fill-forest'}
      />
    )
  })
}

type LegendProps = { series: readonly string[]; column: ChartColumn | undefined; format(value: number): string }

function Legend({ series, column, format }: LegendProps) {
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-x-5 gap-y-1 text-[0.9375rem] sm:min-h-7">
      {series.map((name, index) => (
        <span key={name} className="flex items-center gap-2 text-soft">
          <span className={`size-3 rounded-[3px] ${dots[index]}`} />
          <Text>{name}</Text>
          {column && (
            <strong className="text-ink tabular-nums">
              <Text>{format(column.values[index] ?? 0)}</Text>
            </strong>
          )}
        </span>
      ))}
      <span className="ml-auto font-medium text-forest">
        <Text>{column?.name}</Text>
      </span>
    </div>
  )
}
