import type { UserProfile } from '@tiptop/contract/users.ts'
import { useState } from 'preact/hooks'
import { adminApi } from '../../administration/admin-api.ts'
import { Button } from '../../ui/button.tsx'
import type { Lang } from '../../ui/language.ts'
import { profileWords } from '../profile-words.ts'
import { userName } from '../user-name.ts'
import { Confirmation } from './confirmation.tsx'

type LostFactorProps = { lang: Lang; user: UserProfile; onDone(sentence: string): void }

/** For a user who has lost their second factor: removes it, once the administrator knows that it is really them. */
export function LostFactor({ lang, user, onDone }: LostFactorProps) {
  const words = profileWords[lang].factor
  const name = userName(user, lang)
  const [isAsking, setAsking] = useState(false)
  return (
    <section className="label-frame p-6 sm:p-8">
      <h2 className="mb-3 text-2xl">{words.title}</h2>
      <p className="mb-5">{words.text}</p>
      <Button look="quiet" onClick={() => setAsking(true)}>
        {words.reset}
      </Button>
      {isAsking && (
        <Confirmation
          lang={lang}
          title={words.ask(name)}
          sentences={[words.sure, words.consequence(name)]}
          act={() => adminApi.resetSecondFactor(user.id)}
          onDone={() => {
            setAsking(false)
            onDone(words.done(name))
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}
