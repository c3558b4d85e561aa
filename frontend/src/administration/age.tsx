import type { Lang } from '../ui/language.ts'
import { Text } from '../ui/text.tsx'
import { adminWords } from './words.ts'

/** How old an answer is that a replica of the database gave; nothing where the primary gave it. */
export function Age({ lang, seconds }: { lang: Lang; seconds: number | undefined }) {
  if (seconds === undefined) return null
  return (
    <p className="mt-3 text-[0.9375rem] text-soft">
      <Text>{adminWords[lang].fromReplica(seconds)}</Text>
    </p>
  )
}
