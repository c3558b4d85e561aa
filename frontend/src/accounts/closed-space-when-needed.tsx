'use client'
import { lazy, Suspense } from 'react'
import type { Lang } from '../ui/language.ts'

const ClosedSpace = lazy(() => import('./closed-space.tsx').then(({ ClosedSpace }) => ({ default: ClosedSpace })))

/** Replaces the sign-in form for users who are signed in but lack the role for the page they want. */
export function ClosedSpaceWhenNeeded({ lang }: { lang: Lang }) {
  return (
    <Suspense>
      <ClosedSpace lang={lang} />
    </Suspense>
  )
}
