import type { Profile } from '@tiptop/contract/accounts.ts'
import { useState } from 'preact/hooks'
import { Card } from '../../ui/card.tsx'
import type { Lang } from '../../ui/language.ts'
import { EraseDialog } from './erase-dialog.tsx'
import { erasureWords } from './words.ts'

type Props = { lang: Lang; profile: Profile; onErased(): void }

/** Opens the dialog that erases the account. */
export function EraseAccount({ lang, profile, onErased }: Props) {
  const words = erasureWords[lang]
  const [asking, setAsking] = useState(false)
  return (
    <Card title={words.title}>
      <p className="mb-5 leading-relaxed">{words.text}</p>
      <button
        type="button"
        onClick={() => setAsking(true)}
        className="min-h-12 w-full rounded-full border border-brick/45 px-7 py-3 leading-tight font-semibold text-brick transition-colors hover:border-brick hover:bg-blush"
      >
        {words.open}
      </button>
      {asking && <EraseDialog lang={lang} profile={profile} onErased={onErased} onClose={() => setAsking(false)} />}
    </Card>
  )
}
