import { formatDay } from '@tiptop/contract/moments.ts'
import type { SecondFactor } from '@tiptop/contract/second-factor.ts'
import type { Answer } from '../../../api-client.ts'
import { Button } from '../../../ui/button.tsx'
import { useOneAtATime } from '../../../ui/forms/one-at-a-time.ts'
import { DOT, type Lang } from '../../../ui/language.ts'
import { secondFactorApi } from '../second-factor-api.ts'
import { secondFactorWords } from '../words.ts'
import { PasskeyItem } from './passkey-item.tsx'
import { RemoveButton } from './remove-button.tsx'

type Props = {
  lang: Lang
  factors: SecondFactor
  act(change: () => Promise<Answer<null>>): Promise<void>
  makeCodes(): Promise<void>
}

/** What an account has: passkeys by name, the app, and how many recovery codes are left. */
export function FactorList({ lang, factors, act, makeCodes }: Props) {
  const { account: words } = secondFactorWords[lang]
  const { run, busy } = useOneAtATime(makeCodes)
  const { passkeys, appSince, recoveryCodesLeft } = factors
  if (!passkeys.length && !appSince) return <p>{words.none}</p>
  return (
    <>
      <ul className="divide-y divide-line">
        {passkeys.map(passkey => (
          <PasskeyItem key={passkey.id} lang={lang} passkey={passkey} act={act} />
        ))}
        {appSince && (
          <li className="flex flex-wrap items-center justify-between gap-x-4 py-2">
            <span>
              <span className="font-semibold text-forest">{words.app}</span>
              <span className="text-[0.9375rem] text-soft">{DOT + words.appSince(formatDay(appSince, lang))}</span>
            </span>
            <RemoveButton lang={lang} name={words.app} remove={() => act(secondFactorApi.removeApp)} />
          </li>
        )}
      </ul>
      <p>{words.codesLeft(recoveryCodesLeft)}</p>
      <Button look="quiet" onClick={() => void run()} busy={busy} busyLabel={words.makingCodes}>
        {words.newCodes}
      </Button>
    </>
  )
}
