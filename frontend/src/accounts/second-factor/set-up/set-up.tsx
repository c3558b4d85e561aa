import { useState } from 'preact/hooks'
import type { Lang } from '../../../ui/language.ts'
import { AddApp } from './add-app.tsx'
import { AddPasskey } from './add-passkey.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

type Props = { lang: Lang; hasApp: boolean; onAdded(): void }

/** Adds a passkey or an app. Recovery codes come with the first factor, and stand there until they are kept. */
export function SetUp({ lang, hasApp, onAdded }: Props) {
  const [codes, setCodes] = useState<string[] | null>(null)
  const added = (recoveryCodes: string[] | null) => (recoveryCodes ? setCodes(recoveryCodes) : onAdded())
  const kept = () => {
    setCodes(null)
    onAdded()
  }
  if (codes) return <RecoveryCodes lang={lang} codes={codes} onKept={kept} />
  return (
    <div className="grid gap-7">
      <AddPasskey lang={lang} onAdded={added} />
      <AddApp lang={lang} hasApp={hasApp} onAdded={added} />
    </div>
  )
}
