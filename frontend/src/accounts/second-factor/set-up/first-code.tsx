import type { AddedFactor, NewApp } from '@tiptop/contract/second-factor.ts'
import { useState } from 'preact/hooks'
import { Field } from '../../../ui/forms/field.tsx'
import type { Lang } from '../../../ui/language.ts'
import { qrPath } from '../../../ui/qr-path.ts'
import { AccountForm } from '../../form/account-form.tsx'
import { readingOf } from '../../form/reading.ts'
import { useSubmission } from '../../form/submission.ts'
import { secondFactorApi } from '../second-factor-api.ts'
import { secondFactorWords } from '../words.ts'

type Props = { lang: Lang; offered: NewApp; onAdded(recoveryCodes: string[] | null): void }

/** The picture to scan, and the field for the first code. */
export function FirstCode({ lang, offered, onAdded }: Props) {
  const { setUp: words, faults: faultWords } = secondFactorWords[lang]
  const { path, size } = qrPath(offered.uri)
  const [code, setCode] = useState('')
  const { faults, ...submission } = useSubmission<string, { missing?: boolean; wrong?: boolean }, AddedFactor>({
    read: () => readingOf({ missing: !code.trim() }, code.trim()),
    send: secondFactorApi.firstCode,
    faultsIn: failure =>
      failure.kind === 'refused' && failure.code === 'second-factor-wrong' ? { wrong: true } : null,
    onDone: ({ recoveryCodes }) => onAdded(recoveryCodes),
  })
  const fault = faults.missing ? faultWords.missing : faults.wrong ? faultWords.wrongApp : undefined
  return (
    <>
      <p className="leading-relaxed">{words.scan}</p>
      <p translate={false} className="font-mono text-lg tracking-wider" data-secret>
        {offered.secret.replace(/.{4}(?=.)/g, '$& ')}
      </p>
      <div className="rounded-xl border border-line bg-white p-2 text-black forced-color-adjust-none">
        <svg
          viewBox={`0 0 ${size} ${size}`}
          shape-rendering="crispEdges"
          role="img"
          aria-label={words.picture}
          className="mx-auto max-h-72 w-full"
        >
          <path d={path} fill="currentColor" />
        </svg>
      </div>
      <AccountForm
        lang={lang}
        submission={submission}
        words={{ submit: words.confirm, busy: words.confirming }}
        label={words.firstCode}
      >
        <Field
          label={words.firstCode}
          name="first-code"
          required
          autoComplete="one-time-code"
          inputMode="numeric"
          spellcheck={false}
          maxLength={20}
          value={code}
          onInput={event => setCode(event.currentTarget.value)}
          error={submission.busy ? undefined : fault}
        />
      </AccountForm>
    </>
  )
}
