import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Lang } from '../../../ui/language.ts'
import { AddApp } from './add-app.tsx'
import { AddPasskey } from './add-passkey.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

type Props = { lang: Lang; hasApp: boolean; onAdded(): void; children?: ComponentChildren }

/**
 * Adds a passkey or an app. Recovery codes come with the first factor, and take the place of everything here until
 * they are kept. `children`: what the account has so far.
 */
export function SetUp({ lang, hasApp, onAdded, children }: Props) {
  const [codes, setCodes] = useState<string[] | null>(null)
  const added = (recoveryCodes: string[] | null) => (recoveryCodes ? setCodes(recoveryCodes) : onAdded())
  const kept = () => {
    setCodes(null)
    onAdded()
  }
  if (codes) return <RecoveryCodes lang={lang} codes={codes} onKept={kept} />
  return (
    <div className="grid gap-7">
      {children}
      <AddPasskey lang={lang} onAdded={added} />
      <AddApp lang={lang} hasApp={hasApp} onAdded={added} />
    </div>
  )
}
