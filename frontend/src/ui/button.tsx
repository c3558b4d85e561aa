import type { ComponentChildren, ComponentProps } from 'preact'
import { Text } from './text.tsx'

type Look = 'primary' | 'amber' | 'quiet' | 'danger'

const base =
  'inline-flex min-h-12 items-center justify-center gap-2.5 rounded-full border px-7 py-3 text-center text-base leading-tight font-semibold transition-colors duration-200'

const looks: Record<Look, string> = {
  primary: 'border-transparent bg-forest text-cream hover:bg-forest-deep',
  amber: 'border-transparent bg-honey text-night hover:bg-honey-light',
  quiet: 'border-forest/35 bg-paper text-forest hover:border-forest hover:bg-mist',
  danger: 'border-transparent bg-brick text-cream hover:bg-brick-deep',
}

type ButtonProps = ComponentProps<'button'> & { look?: Look; busy?: boolean; busyLabel?: string }

/** While busy, it says so, keeps the focus and ignores clicks. */
export function Button({ look = 'primary', busy = false, busyLabel, children, className = '', ...rest }: ButtonProps) {
  return (
    <button type="button" aria-disabled={busy || undefined} {...rest} className={`${base} ${looks[look]} ${className}`}>
      {busy && <Spinner />}
      <Text>{busy && busyLabel ? busyLabel : children}</Text>
    </button>
  )
}

type ButtonLinkProps = { href: string; look?: Look; children: ComponentChildren; className?: string }

export function ButtonLink({ href, look = 'primary', children, className = '' }: ButtonLinkProps) {
  return (
    <a href={href} className={`${base} ${looks[look]} ${className}`}>
      {children}
    </a>
  )
}

function Spinner() {
  return (
    <svg viewBox="0 0 20 20" className="size-5 animate-turn" aria-hidden="true">
      <circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" stroke-width="2.5" opacity="0.3" />
      <path d="M10 2a8 8 0 0 1 8 8" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" />
    </svg>
  )
}
