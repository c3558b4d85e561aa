import type { ComponentChildren } from 'preact'
import { Leaf } from '../ui/drawings/botanicals.tsx'

const pictures: ComponentChildren[] = [
  <g key="receipt">
    <path
      d="M44 12h62v98l-7.750-6-7.750 6-7.750-6-7.750 6-7.750-6-7.750 6-7.750-6-7.750 6z"
      fill="var(--color-paper)"
    />
    <path d="M56 28h38M56 38h24M56 48h30" stroke-width="1.4" />
    <rect x="54" y="60" width="42" height="18" rx="3" fill="#e9b872" />
    <path d="M60 69h30" stroke-dasharray="3 3.200" stroke-width="3" />
    <path d="M62 90h26" stroke-width="1.4" />
    <Leaf transform="translate(104 104) rotate(-40) scale(.6)" fill="var(--color-celadon)" />
  </g>,
  <g key="phone">
    <rect x="46" y="8" width="58" height="106" rx="10" fill="var(--color-paper)" />
    <path d="M68 16h14" />
    <path d="M56 44h38v16H56z" fill="#e9b872" />
    <path d="M61 52h28" stroke-dasharray="3 2.600" stroke-width="2.600" />
    <path d="M75 100c-9-9-9-20 0-30 9 10 9 21 0 30zM75 98V78" fill="var(--color-celadon)" />
    <path d="M75 26v6M65 29l3 5M85 29l-3 5" stroke="#c8843a" />
  </g>,
  <g key="gift">
    <path d="M38 58h74v52H38z" fill="var(--color-paper)" />
    <path d="M32 42h86v16H32z" fill="#e9b872" />
    <path d="M68 42h14v68H68z" fill="var(--color-celadon)" />
    <path d="M75 42c-18 2-28-8-22-16s20 2 22 16zM75 42c18 2 28-8 22-16s-20 2-22 16z" fill="var(--color-paper)" />
    <Leaf transform="translate(92 88) rotate(-20) scale(.28)" />
  </g>,
]

export function StepPicture({ step, className }: { step: number; className?: string }) {
  return (
    <svg
      viewBox="20 0 110 122"
      className={className}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {pictures[step]}
    </svg>
  )
}
