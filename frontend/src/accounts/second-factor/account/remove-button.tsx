import { useOneAtATime } from '../../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../../ui/language.ts'
import { secondFactorWords } from '../words.ts'

export function RemoveButton({ lang, name, remove }: { lang: Lang; name: string; remove(): Promise<void> }) {
  const { account: words } = secondFactorWords[lang]
  const { run, busy } = useOneAtATime(remove)
  return (
    <button type="button" className="link min-h-11" aria-label={words.removeOf(name)} onClick={() => void run()}>
      {busy ? words.removing : words.remove}
    </button>
  )
}
