import type { ComponentChildren } from 'preact'

/** An overturned cup, for a page that does not exist or that broke. */
export function Lost({ title, text, children }: { title: string; text: string; children: ComponentChildren }) {
  return (
    <div className="shell grid justify-items-center py-16 text-center sm:py-24">
      <svg
        viewBox="0 0 220 130"
        className="h-36 text-forest"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
        aria-hidden="true"
      >
        <path d="M122 96c20-8 60-6 78 6 10 8-12 14-44 14s-62-8-34-20z" fill="#e9b872" stroke="#c8843a" />
        <path d="M48 54l68-20c10 34 8 62-18 70S58 92 48 54z" fill="#fdfaf3" />
        <path d="M48 54c-3-9 62-29 68-20M56 70c-16-4-26 4-22 17s18 15 30 8M30 116h84" />
        <path d="M140 30c-6-9 6-14 0-24M160 40c-6-9 6-14 0-24" stroke="#c8843a" />
      </svg>
      <h1 className="mt-6 text-4xl sm:text-5xl">{title}</h1>
      <p className="mt-3 mb-8 max-w-md text-lg text-soft">{text}</p>
      {children}
    </div>
  )
}
