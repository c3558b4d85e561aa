import { PrizePicture } from '../../../contest/prizes/prize-picture.tsx'
import { Leaf, Mark } from '../../../ui/drawings/botanicals.tsx'
import { SIDE } from './card-lines.ts'

const leaves = [
  'translate(150 250) rotate(-28) scale(1.5)',
  'translate(176 470) rotate(22) scale(1.2)',
  'translate(250 142) rotate(-64) scale(1.1)',
  'translate(930 250) rotate(208) scale(1.5)',
  'translate(904 470) rotate(158) scale(1.2)',
  'translate(830 142) rotate(244) scale(1.1)',
]

/** What is drawn on the card of a prize: the label of a tea tin, with room for the lines. */
export function CardPicture({ slug }: { slug: string }) {
  return (
    <svg
      viewBox={`0 0 ${SIDE} ${SIDE}`}
      width={SIDE}
      height={SIDE}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      aria-hidden="true"
    >
      <path d="M0 0h1080v1080H0z" fill="var(--color-cream)" stroke="none" />
      <rect x="36" y="36" width="1008" height="1008" rx="14" fill="var(--color-paper)" stroke="var(--color-line)" />
      <rect x="54" y="54" width="972" height="972" rx="8" stroke="var(--color-amber)" stroke-opacity="0.6" />
      <circle cx="540" cy="360" r="256" fill="var(--color-mist)" stroke="none" />
      <circle cx="540" cy="360" r="276" stroke="var(--color-amber)" stroke-dasharray="2 12" stroke-linecap="round" />
      <g stroke-width="1.4" stroke-linejoin="round">
        {leaves.map(place => (
          <Leaf key={place} transform={place} fill="var(--color-celadon)" />
        ))}
      </g>
      <svg x="320" y="158" width="440" height="405" aria-hidden="true">
        <PrizePicture slug={slug} />
      </svg>
      <path d="M250 920h250M580 920h250" stroke="var(--color-amber)" stroke-opacity="0.5" />
      <svg x="526" y="903" width="28" height="34" aria-hidden="true">
        <Mark />
      </svg>
    </svg>
  )
}
