const leaves = [
  'left-[6%] top-8 rotate-12 text-amber [animation-delay:0.05s]',
  'left-[16%] top-28 -rotate-45 text-leaf [animation-delay:0.35s]',
  'left-[24%] top-5 rotate-90 text-honey [animation-delay:0.55s]',
  'left-[8%] top-44 rotate-[70deg] text-honey [animation-delay:0.8s]',
  'right-[22%] top-4 -rotate-12 text-leaf [animation-delay:0.2s]',
  'right-[8%] top-20 rotate-45 text-honey [animation-delay:0.45s]',
  'right-[17%] top-36 -rotate-90 text-amber [animation-delay:0.65s]',
  'right-[6%] top-48 rotate-[24deg] text-leaf [animation-delay:0.9s]',
]

/** A few leaves drift down once. For users who prefer reduced motion they do not move. */
export function FallingLeaves() {
  return (
    <div aria-hidden="true">
      {leaves.map(place => (
        <span key={place} className={`absolute ${place}`}>
          <svg
            viewBox="0 0 16 20"
            className="h-6 w-5 animate-drift fill-current [animation-delay:inherit]"
            aria-hidden="true"
          >
            <path d="M8 0c5 5 7 9 7 13 0 4-3 6-7 7-4-1-7-3-7-7 0-4 2-8 7-13z" />
          </svg>
        </span>
      ))}
    </div>
  )
}
