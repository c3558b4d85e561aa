import type { Profile } from '@tiptop/contract/accounts.ts'
import type { SecondStepWay } from '@tiptop/contract/second-factor.ts'
import { useState } from 'preact/hooks'
import type { Lang } from '../../../ui/language.ts'
import { secondFactorWords } from '../words.ts'
import { CodeForm } from './code-form.tsx'
import { PasskeyButton } from './passkey-button.tsx'

type Props = { lang: Lang; ways: SecondStepWay[]; onPassed(profile: Profile): void }

/** The ways through the second step that this account has, the simplest first. */
export function PassStep({ lang, ways, onPassed }: Props) {
  const { step: words } = secondFactorWords[lang]
  const [isRecovering, setRecovering] = useState(false)
  const hasApp = ways.includes('app')
  return (
    <>
      <h2 className="text-2xl">{words.title}</h2>
      {ways.includes('passkey') && !isRecovering && <PasskeyButton lang={lang} onPassed={onPassed} />}
      {isRecovering && <CodeForm key="recovery" lang={lang} way="recovery-code" onPassed={onPassed} />}
      {!isRecovering && hasApp && <CodeForm key="app" lang={lang} way="app" onPassed={onPassed} />}
      {ways.includes('recovery-code') && (
        <button type="button" className="link mx-auto min-h-11" onClick={() => setRecovering(!isRecovering)}>
          {isRecovering ? (hasApp ? words.toApp : words.passkey) : words.toRecovery}
        </button>
      )}
      <p className="text-sm text-soft">{words.lost}</p>
    </>
  )
}
