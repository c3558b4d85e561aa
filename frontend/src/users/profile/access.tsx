import type { UserProfile } from '@tiptop/contract/users.ts'
import { useState } from 'preact/hooks'
import { adminApi } from '../../administration/admin-api.ts'
import { Button } from '../../ui/button.tsx'
import type { Lang } from '../../ui/language.ts'
import { Text } from '../../ui/text.tsx'
import { profileWords } from '../profile-words.ts'
import { userName } from '../user-name.ts'
import { Confirmation } from './confirmation.tsx'

type AccessProps = { lang: Lang; user: UserProfile; onDone(sentence: string): void }

/** Says whether the account can sign in, with a button to change that. */
export function Access({ lang, user, onDone }: AccessProps) {
  const words = profileWords[lang].access
  const name = userName(user, lang)
  const [isAsking, setAsking] = useState(false)
  const disable = user.state !== 'disabled'
  return (
    <section className="label-frame p-6 sm:p-8">
      <h2 className="mb-3 text-2xl">{words.title}</h2>
      <p className="mb-5">
        <Text>{disable ? words.active : words.disabled}</Text>
      </p>
      <Button look="quiet" onClick={() => setAsking(true)}>
        {disable ? words.disable : words.enable}
      </Button>
      {isAsking && (
        <Confirmation
          lang={lang}
          title={disable ? words.askDisable(name) : words.askEnable(name)}
          sentences={[disable ? words.disableConsequence(name) : words.enableConsequence(name)]}
          act={() => adminApi.changeAccess(user.id, { disabled: disable })}
          onDone={() => {
            setAsking(false)
            onDone(disable ? words.disabledNow(name) : words.enabledNow(name))
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}
