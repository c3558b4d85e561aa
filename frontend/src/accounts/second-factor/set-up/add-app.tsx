import type { NewApp } from '@tiptop/contract/second-factor.ts'
import { useState } from 'preact/hooks'
import type { Failure } from '../../../api-client.ts'
import { failureSentence } from '../../../failure-sentences.ts'
import { Button } from '../../../ui/button.tsx'
import { useOneAtATime } from '../../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../../ui/language.ts'
import { Notice } from '../../../ui/notice.tsx'
import { secondFactorApi } from '../second-factor-api.ts'
import { secondFactorWords } from '../words.ts'
import { FirstCode } from './first-code.tsx'

type Props = { lang: Lang; hasApp: boolean; onAdded(recoveryCodes: string[] | null): void }

/** Shows the secret of a new app as a picture and as text, and takes its first code. */
export function AddApp({ lang, hasApp, onAdded }: Props) {
  const { setUp: words } = secondFactorWords[lang]
  const [offered, setOffered] = useState<NewApp | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const { run, busy } = useOneAtATime(secondFactorApi.newApp)

  async function open() {
    const answer = await run()
    if (!answer) return
    setFailure(answer.ok ? null : answer.failure)
    if (answer.ok) setOffered(answer.value)
  }
  const added = (recoveryCodes: string[] | null) => {
    setOffered(null)
    onAdded(recoveryCodes)
  }
  return (
    <section className="grid gap-3">
      <h3 className="font-sans text-lg font-semibold">{words.appTitle}</h3>
      <p className="leading-relaxed text-soft">{words.appText}</p>
      {failure && <Notice tone="error">{failureSentence(failure, lang)}</Notice>}
      {offered ? (
        <FirstCode lang={lang} offered={offered} onAdded={added} />
      ) : (
        <Button look="quiet" onClick={open} busy={busy} busyLabel={words.openingApp}>
          {hasApp ? words.replaceApp : words.addApp}
        </Button>
      )}
    </section>
  )
}
