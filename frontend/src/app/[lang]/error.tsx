'use client'
import { usePathname } from 'next/navigation'
import { Lost } from '../../site/lost.tsx'
import { lostWords } from '../../site/lost-words.ts'
import { Button } from '../../ui/button.tsx'

export default function ErrorPage({ reset }: { reset(): void }) {
  const words = lostWords[/^\/en(\/|$)/.test(usePathname()) ? 'en' : 'fr'].broken
  return (
    <Lost title={words.title} text={words.text}>
      <Button onClick={reset}>{words.retry}</Button>
    </Lost>
  )
}
