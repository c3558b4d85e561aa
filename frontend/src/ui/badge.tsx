import type { ComponentChildren } from 'preact'
import { Text } from './text.tsx'

export type Tone = 'good' | 'waiting' | 'bad' | 'plain'

const tones: Record<Tone, string> = {
  good: 'bg-mist text-forest border-leaf/40',
  waiting: 'bg-glow text-umber border-amber/50',
  bad: 'bg-blush text-brick-deep border-brick/40',
  plain: 'bg-cream text-soft border-line',
}

/** A state in a word or two, repeated by its colour. */
export function Badge({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return (
    <span
      className={`inline-block rounded-full border px-2.5 py-0.5 text-[0.8125rem] leading-normal font-semibold whitespace-nowrap ${tones[tone]}`}
    >
      <Text>{children}</Text>
    </span>
  )
}
