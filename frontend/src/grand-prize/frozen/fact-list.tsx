import type { ComponentChildren } from 'preact'
import { Text } from '../../ui/text.tsx'

/** Facts by name, one a line. */
export function FactList({ facts }: { facts: readonly (readonly [name: string, value: ComponentChildren])[] }) {
  return (
    <dl className="divide-y divide-line border-y border-line">
      {facts.map(([name, value]) => (
        <div key={name} className="grid gap-x-6 py-2.5 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
          <dt className="font-semibold text-forest">{name}</dt>
          <dd className="wrap-anywhere">
            <Text>{value}</Text>
          </dd>
        </div>
      ))}
    </dl>
  )
}
