import type { Profile } from '@tiptop/contract/accounts.ts'
import type { Lang } from '../../../ui/language.ts'
import { Notice } from '../../../ui/notice.tsx'
import { AccountForm } from '../../form/account-form.tsx'
import { useSubmission } from '../../form/submission.ts'
import { secondFactorApi } from '../second-factor-api.ts'
import { secondFactorWords } from '../words.ts'

/** Has the browser ask for the passkey. */
export function PasskeyButton({ lang, onPassed }: { lang: Lang; onPassed(profile: Profile): void }) {
  const { step: words, faults: faultWords } = secondFactorWords[lang]
  const { faults, ...submission } = useSubmission<null, { passkey?: boolean }, Profile>({
    read: () => ({ request: null }),
    send: () => secondFactorApi.passkeyStep(),
    faultsIn: failure =>
      failure.kind === 'refused' && failure.code === 'second-factor-wrong' ? { passkey: true } : null,
    onDone: onPassed,
  })
  return (
    <AccountForm lang={lang} submission={submission} words={{ submit: words.passkey, busy: words.passkeyBusy }}>
      <p className="leading-relaxed">{words.passkeyLead}</p>
      {faults.passkey && !submission.busy && <Notice tone="error">{faultWords.passkey}</Notice>}
    </AccountForm>
  )
}
