import { Leaf, Steam } from './botanicals.tsx'

const holes = [
  [-16, -12],
  [0, -16],
  [16, -12],
  [-22, 4],
  [-8, 0],
  [8, 0],
  [22, 4],
  [-14, 16],
  [0, 14],
  [14, 16],
] as const

/** A glass teapot in which tea is brewing. */
export function Teapot({ className }: { className?: string }) {
  return (
    <svg
      viewBox="4 4 516 516"
      className={className}
      fill="none"
      stroke="#f7f1e3"
      stroke-width="2.2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <defs>
        <linearGradient id="infusion" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stop-color="#e9b872" stop-opacity="0.92" />
          <stop offset="1" stop-color="#b4692a" />
        </linearGradient>
      </defs>
      <circle cx="262" cy="262" r="226" fill="#274a39" stroke="none" />
      <circle cx="262" cy="262" r="240" stroke="#e9b872" stroke-width="1" opacity="0.55" />
      <circle cx="262" cy="262" r="248" stroke="#e9b872" stroke-width="1" opacity="0.25" stroke-dasharray="2 9" />

      <g stroke="#a9bd9c" stroke-width="1.7">
        <path d="M452 86c-24 18-40 44-44 84M60 398c30-2 58-16 74-40" />
        <Leaf transform="translate(428 112) rotate(-52) scale(1.15)" fill="#35604a" />
        <Leaf transform="translate(414 140) rotate(160) scale(1.05)" fill="#35604a" />
        <Leaf transform="translate(452 86) rotate(-100) scale(.8)" fill="#35604a" />
        <Leaf transform="translate(408 166) rotate(-6) scale(1.05)" fill="#35604a" />
        <Leaf transform="translate(92 392) rotate(118) scale(.9)" fill="#35604a" />
        <Leaf transform="translate(112 380) rotate(30) scale(.75)" fill="#35604a" />
        <Leaf transform="translate(66 398) rotate(196) scale(1)" fill="#35604a" />
      </g>

      <path
        d="M128 286c30-10 76 8 124 0s94 8 122-1c7 14 8 26 8 37-3 50-33 88-74 100H192c-41-12-72-50-76-100-1-12 3-24 12-36z"
        fill="url(#infusion)"
        stroke="none"
      />
      <path d="M128 286c30-10 76 8 124 0s94 8 122-1" stroke="#fbe3bd" stroke-width="1.6" />
      <g stroke="#5d3410" stroke-width="1.4">
        <Leaf transform="translate(150 330) rotate(24) scale(.72)" fill="#5f6b2f" />
        <Leaf transform="translate(306 376) rotate(-36) scale(.8)" fill="#5f6b2f" />
        <Leaf transform="translate(192 402) rotate(-12) scale(.66)" fill="#6d7a37" />
        <Leaf transform="translate(318 316) rotate(16) scale(.56)" fill="#6d7a37" />
      </g>

      <path d="M190 205c-50 20-78 66-74 118 4 50 34 87 76 99h116c42-12 72-49 76-99 4-52-24-98-74-118z" />
      <path d="M178 205h144M186 205c4-28 38-42 64-42s60 14 64 42" />
      <circle cx="250" cy="151" r="11" fill="#e9b872" />
      <path d="M119 298c-23-8-33-36-41-70l-27-13c4 48 18 118 72 134M379 262c50-26 86 0 81 50-5 42-36 64-84 60M382 282c36-18 60 0 57 30-4 28-26 43-58 42" />
      <path d="M140 300c2-30 18-56 44-70" stroke="#fdfaf3" stroke-width="3" opacity="0.55" />

      <path d="M250 206v96" stroke-dasharray="1 6" />
      <circle cx="250" cy="338" r="36" fill="#3d2a12" fill-opacity="0.5" stroke="#fbe3bd" />
      <path d="M214 336c20 7 52 7 72 0" stroke="#fbe3bd" />
      {holes.map(([x, y]) => (
        <circle key={`${x},${y}`} cx={250 + x} cy={338 + y * 1.1} r="1.6" fill="#fbe3bd" stroke="none" />
      ))}
      <path d="M156 438h188M112 438c44 24 232 24 276 0" />
      <g transform="translate(50 198)" stroke="#f7f1e3" stroke-width="1.8">
        <Steam />
      </g>
    </svg>
  )
}
