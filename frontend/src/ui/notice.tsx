import type { ComponentChildren, Ref } from 'preact'
import { useKnownRegion } from './status.tsx'
import { Text } from './text.tsx'

type NoticeProps = { tone: 'error' | 'good' | 'plain'; children: ComponentChildren; boxRef?: Ref<HTMLDivElement> }

const tones = {
  error: 'border-brick/50 bg-blush text-brick-deep',
  good: 'border-leaf/50 bg-mist text-forest',
  plain: 'border-line bg-paper text-ink',
}

/** A boxed message. Screen readers announce an error at once, other messages when they pause. */
export function Notice({ tone, children, boxRef }: NoticeProps) {
  const isKnown = useKnownRegion()
  return (
    <div
      ref={boxRef}
      tabIndex={-1}
      role={tone === 'error' ? 'alert' : 'status'}
      className={`rounded-lg border px-4 py-3 leading-relaxed wrap-anywhere ${tones[tone]}`}
    >
      {(isKnown || tone === 'error') && <Text>{children}</Text>}
    </div>
  )
}
