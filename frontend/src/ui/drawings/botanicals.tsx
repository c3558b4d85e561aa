type DrawingProps = { className?: string }

/** One tea leaf, from its stalk at 0,0 to its tip at 60,0. Drawn for this site, like everything here. */
export function Leaf({ transform, fill = 'none' }: { transform: string; fill?: string }) {
  return (
    <g transform={transform}>
      <path d="M0 0C8-15 32-19 60 0 34 17 10 14 0 0z" fill={fill} />
      <path
        d="M2 0C18-2 38-2 54 0M15-1l8-7M15-1l9 6M28-1.500l9-7M28-1.500l9 6.500M40-1l6-4M40-1l6 4"
        fill="none"
        stroke-width="0.9"
      />
    </g>
  )
}

/** Two leaves and a bud, the part of a tea bush that is plucked. */
export function TeaBranch({ className }: DrawingProps) {
  return (
    <svg
      viewBox="0 0 120 50"
      className={className}
      fill="none"
      stroke="currentColor"
      stroke-width="1.4"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d="M60 48C60 40 60 34 60 26" />
      <Leaf transform="translate(60 40) rotate(-24) scale(.86)" />
      <Leaf transform="translate(60 40) rotate(204) scale(.86)" />
      <path d="M60 28c-7-8-6-18 0-26 6 8 7 18 0 26zM60 26V10" />
    </svg>
  )
}

/** A fine rule with a leaf in its middle. */
export function LeafRule({ className = '' }: DrawingProps) {
  return (
    <div className={`flex items-center gap-4 text-amber ${className}`} aria-hidden="true">
      <span className="h-px flex-1 bg-current opacity-45" />
      <svg
        aria-hidden="true"
        viewBox="0 0 44 18"
        className="h-4.5 w-11"
        fill="none"
        stroke="currentColor"
        stroke-width="1.6"
        stroke-linejoin="round"
      >
        <path d="M22 9C25 3 34 1 43 9 34 17 25 15 22 9zM22 9h14M22 9C19 3 10 1 1 9c9 8 18 6 21 0zM22 9H8" />
      </svg>
      <span className="h-px flex-1 bg-current opacity-45" />
    </div>
  )
}

/** The mark of the house: a leaf in the shape of a drop. */
export function Mark({ className }: DrawingProps) {
  return (
    <svg
      viewBox="0 0 40 48"
      className={className}
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d="M20 2c11 9.500 16 19 16 27.500C36 39 29 45 20 46.500 11 45 4 39 4 29.500 4 21 9 11.500 20 2z" />
      <path d="M20 10v36M20 22l8-6M20 22l-8-6M20 32l10-7.500M20 32l-10-7.500" stroke-width="1.3" />
    </svg>
  )
}

export function Steam({ className }: DrawingProps) {
  return (
    <g className={className} fill="none" stroke-linecap="round">
      <path className="animate-steam" d="M0 0c-12-18 14-28 2-48-9-16 9-24 4-40" />
      <path className="animate-steam [animation-delay:1.2s]" d="M22 4c-12-18 14-28 2-48-9-16 9-24 4-40" />
      <path className="animate-steam [animation-delay:2.4s]" d="M-20 6c-9-14 11-22 2-38-7-12 7-18 3-30" />
    </g>
  )
}
