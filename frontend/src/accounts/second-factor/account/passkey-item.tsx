import { formatDay } from '@tiptop/contract/moments.ts'
import { NAME_MAX_LENGTH } from '@tiptop/contract/person-name.ts'
import type { SecondFactor } from '@tiptop/contract/second-factor.ts'
import { useState } from 'preact/hooks'
import type { Answer } from '../../../api-client.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/forms/field.tsx'
import { Form } from '../../../ui/forms/form.tsx'
import { useOneAtATime } from '../../../ui/forms/one-at-a-time.ts'
import { DOT, type Lang } from '../../../ui/language.ts'
import { secondFactorApi } from '../second-factor-api.ts'
import { secondFactorWords } from '../words.ts'
import { RemoveButton } from './remove-button.tsx'

type Passkey = SecondFactor['passkeys'][number]
type Props = { lang: Lang; passkey: Passkey; act(change: () => Promise<Answer<null>>): Promise<void> }

/** A passkey, which can be given another name or removed. */
export function PasskeyItem({ lang, passkey, act }: Props) {
  const { account: words } = secondFactorWords[lang]
  const { id, name, createdAt, lastUsedAt } = passkey
  const [isRenaming, setRenaming] = useState(false)
  return (
    <li className="grid gap-2 py-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <span className="min-w-0">
          <bdi className="font-semibold break-words text-forest">{name}</bdi>
          <span className="text-[0.9375rem] text-soft">
            {DOT + words.added(formatDay(createdAt, lang))}
            {lastUsedAt && DOT + words.used(formatDay(lastUsedAt, lang))}
          </span>
        </span>
        <span className="flex gap-4">
          <button
            type="button"
            className="link min-h-11"
            aria-label={words.renameOf(name)}
            aria-expanded={isRenaming}
            onClick={() => setRenaming(!isRenaming)}
          >
            {words.rename}
          </button>
          <RemoveButton lang={lang} name={name} remove={() => act(() => secondFactorApi.removePasskey(id))} />
        </span>
      </div>
      {isRenaming && (
        <NewName
          lang={lang}
          name={name}
          save={async next => {
            await act(() => secondFactorApi.renamePasskey(id, next))
            setRenaming(false)
          }}
        />
      )}
    </li>
  )
}

type NewNameProps = { lang: Lang; name: string; save(name: string): Promise<void> }

function NewName({ lang, name, save }: NewNameProps) {
  const { account: words, setUp, faults } = secondFactorWords[lang]
  const [typed, setTyped] = useState(name)
  const [isMissing, setMissing] = useState(false)
  const { run, busy } = useOneAtATime(save)
  const submit = async () => {
    setMissing(!typed.trim())
    if (typed.trim()) await run(typed.trim())
  }
  return (
    <Form onSubmit={submit} className="grid gap-3" label={words.renameOf(name)}>
      <Field
        label={setUp.name}
        name="new-name"
        required
        autoComplete="off"
        maxLength={NAME_MAX_LENGTH}
        value={typed}
        onInput={event => setTyped(event.currentTarget.value)}
        error={isMissing ? faults.name : undefined}
      />
      <Button type="submit" look="quiet" busy={busy} busyLabel={words.saving}>
        {words.save}
      </Button>
    </Form>
  )
}
