const HONEY = '#e9b872'
const INFUSION = '#c8843a'
const PAPER = 'var(--color-paper)'

/** A pot of glass that fills a cup of glass, in the frame of the pictures of the prizes. */
export function PotAndCup({ className }: { className: string }) {
  return (
    <svg
      viewBox="20 10 200 184"
      className={className}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <defs>
        <clipPath id="cup">
          <path d="M84 118h72c0 30-12 52-24 54h-24c-12-2-24-24-24-54z" />
        </clipPath>
      </defs>
      <circle className="tea-glow" cx="120" cy="104" r="92" fill={HONEY} fill-opacity="0.35" stroke="none" />
      <g className="tea-cup">
        <ellipse cx="120" cy="177" rx="62" ry="7" fill="var(--color-celadon)" stroke="none" />
        <path d="M82 116h76c0 32-12 56-26 58h-24c-14-2-26-26-26-58z" fill={PAPER} />
        <g clip-path="url(#cup)">
          <rect className="tea-level" x="80" y="128" width="80" height="46" fill={INFUSION} stroke={HONEY} />
        </g>
        <path d="M156 124c18-4 24 6 20 16s-16 14-26 13" />
        <path d="M92 124c1 16 6 30 12 38" stroke="#fdfaf3" stroke-width="3" opacity="0.6" />
      </g>
      <path className="tea-stream" d="M121 68c1 30 0 60 0 94" stroke={INFUSION} stroke-width="5" />
      <g className="tea-pot">
        <path d="M16 32c-12 8-17 22-15 34 2 14 10 22 20 24h50c10-2 18-10 20-24 2-12-3-26-15-34z" fill={PAPER} />
        <path d="M2 60c28 6 60 2 89-6 1 4 1 8 0 12-2 14-10 22-20 24H21C11 88 3 80 1 66c0-2 0-4 1-6z" fill={HONEY} />
        <path d="M22 32c2-11 12-15 24-15s22 4 24 15z" fill={PAPER} />
        <circle cx="46" cy="12" r="4.500" fill={HONEY} />
        <path d="M89 58c12-5 14-17 18-30l11-4c0 24-7 44-28 49z" fill={PAPER} />
        <path d="M3 44c-20-9-32 1-30 19s15 23 31 18" />
        <path d="M16 46c-4 6-6 12-6 18" stroke="#fdfaf3" stroke-width="3" opacity="0.6" />
      </g>
    </svg>
  )
}
