const leaves = [
  'left-[6%] top-8 rotate-12 text-amber',
  'left-[16%] top-28 -rotate-45 text-leaf',
  'left-[24%] top-5 rotate-90 text-honey',
  'left-[8%] top-44 rotate-[70deg] text-honey',
  'right-[22%] top-4 -rotate-12 text-leaf',
  'right-[8%] top-20 rotate-45 text-honey',
  'right-[27%] top-36 -rotate-90 text-amber',
  'right-[24%] top-48 rotate-[24deg] text-leaf',
]

/** A few leaves that drift down while the prize opens. */
export function FallingLeaves() {
  return (
    <div aria-hidden="true">
      {leaves.map(place => (
        <span key={place} className={`falling-leaf absolute ${place}`}>
          <svg viewBox="0 0 16 20" className="h-6 w-5 fill-current" aria-hidden="true">
            <path d="M8 0c5 5 7 9 7 13 0 4-3 6-7 7-4-1-7-3-7-7 0-4 2-8 7-13z" />
          </svg>
        </span>
      ))}
    </div>
  )
}
