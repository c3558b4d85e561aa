import type { ComponentChildren } from 'preact'
import { Leaf } from '../../../ui/drawings/botanicals.tsx'

const LEAF = '#8fa884'
const TEA = '#5d3410'
const HONEY = '#e9b872'

/** What is seen in a prize that opens, by its slug. A box shows its own drawing, piece by piece. */
export const prizeContents: Record<string, ComponentChildren> = {
  infuseur: (
    <>
      <Sprig at="94 128" turn={-62} />
      <Sprig at="112 128" turn={-84} />
      <Sprig at="128 128" turn={-98} />
      <Sprig at="146 128" turn={-120} />
    </>
  ),
  'the-detox': (
    <>
      <Sprig at="92 70" turn={-70} />
      <Sprig at="108 70" turn={-104} />
      <Sprig at="124 70" turn={-72} />
      <Sprig at="142 70" turn={-116} />
    </>
  ),
  'the-signature': (
    <>
      <ellipse cx="120" cy="70" rx="41" ry="9" fill={TEA} />
      <Sprig at="100 72" turn={-112} />
      <g className="prize-content">
        <path d="M120 72c-9-10-9-24 0-36 9 12 9 26 0 36z" fill={HONEY} />
      </g>
      <Sprig at="140 72" turn={-66} />
    </>
  ),
}

/** A tea leaf that grows out of the prize. `turn` is the direction of its tip, in degrees; -90 is upward. */
function Sprig({ at, turn }: { at: string; turn: number }) {
  return (
    <g className="prize-content">
      <Leaf transform={`translate(${at}) rotate(${turn}) scale(.62)`} fill={LEAF} />
    </g>
  )
}
