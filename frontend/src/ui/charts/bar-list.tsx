import { Text } from '../text.tsx'

type BarListProps = { bars: { name: string; value: number }[]; format(value: number): string }

/** Named quantities as bars on one scale. Hidden from screen readers: a table beside it holds the same figures. */
export function BarList({ bars, format }: BarListProps) {
  const longest = Math.max(1, ...bars.map(({ value }) => value))
  return (
    <div aria-hidden="true" className="grid gap-2.5">
      {bars.map(({ name, value }) => (
        <div key={name} className="grid grid-cols-[7.5rem_1fr_3.5rem] items-center gap-3 text-[0.9375rem]">
          <span className="min-w-0 leading-snug">{name}</span>
          <Bar shares={[value / longest]} className="h-4" />
          <span className="text-right text-soft tabular-nums">
            <Text>{format(value)}</Text>
          </span>
        </div>
      ))}
    </div>
  )
}

const fills = ['fill-leaf', 'fill-amber']

/** Shares of a whole, each drawn from the left, later ones in front of earlier ones. */
export function Bar({ shares, className = '' }: { shares: number[]; className?: string }) {
  return (
    <svg
      className={`block w-full overflow-hidden rounded-full bg-sage forced-colors:border ${className}`}
      aria-hidden="true"
    >
      {shares.map((share, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a share keeps its place
        <rect key={index} width={`${(Math.min(1, share) * 100).toFixed(2)}%`} height="100%" className={fills[index]} />
      ))}
    </svg>
  )
}
