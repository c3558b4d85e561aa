'use client'
import { lazy, Suspense } from 'react'
import type { Lang } from '../ui/language.ts'

const ClosedSpace = lazy(() => import('./closed-space.tsx').then(({ ClosedSpace }) => ({ default: ClosedSpace })))

/** In place of a sign-in form, for the few who are signed in and still may not enter where they want to. */
export function ClosedSpaceWhenNeeded({ lang }: { lang: Lang }) {
  return (
    <Suspense>
      <ClosedSpace lang={lang} />
    </Suspense>
  )
}
