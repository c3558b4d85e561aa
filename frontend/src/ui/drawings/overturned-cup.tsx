/** A cup that fell over, for a page that does not exist or that broke. */
export function OverturnedCup({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 220 130"
      className={className}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d="M122 96c20-8 60-6 78 6 10 8-12 14-44 14s-62-8-34-20z" fill="#e9b872" stroke="#c8843a" />
      <path d="M48 54l68-20c10 34 8 62-18 70S58 92 48 54z" fill="var(--color-paper)" />
      <path d="M48 54c-3-9 62-29 68-20M56 70c-16-4-26 4-22 17s18 15 30 8M30 116h84" />
      <path d="M140 30c-6-9 6-14 0-24M160 40c-6-9 6-14 0-24" stroke="#c8843a" />
    </svg>
  )
}
