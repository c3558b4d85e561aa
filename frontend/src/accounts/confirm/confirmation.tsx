import type { Profile } from '@tiptop/contract/accounts.ts'
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { confirmBy } from '../../api-client.ts'
import type { Lang } from '../../ui/language.ts'
import { loadPart } from '../../ui/load-part.ts'
import type { ConfirmDialogProps } from './confirm-dialog.tsx'

type Question = { Dialog: ComponentType<ConfirmDialogProps>; settle(isConfirmed: boolean): void }

/** Asks for the user's password when a request of the page needs it, which is then repeated. */
export function Confirmation({ lang, profile }: { lang: Lang; profile: Profile }) {
  const [question, setQuestion] = useState<Question | null>(null)
  useEffect(() => {
    confirmBy(async () => {
      const { ConfirmDialog } = await loadPart(() => import('./confirm-dialog.tsx'))
      return new Promise(resolve => setQuestion({ Dialog: ConfirmDialog, settle: resolve }))
    })
  }, [])
  if (!question) return null
  const { Dialog, settle } = question
  const onSettled = (isConfirmed: boolean) => {
    setQuestion(null)
    settle(isConfirmed)
  }
  return <Dialog lang={lang} profile={profile} onSettled={onSettled} />
}
