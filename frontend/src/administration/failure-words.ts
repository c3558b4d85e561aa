import { type AdministrationRefusalCode, administrationRefusalCodes } from '@tiptop/contract/refusals.ts'
import type { Failure } from '../api-client.ts'
import { failureSentence } from '../failure-sentences.ts'
import { type Lang, typeset, type Words } from '../ui/language.ts'

const refusals: Words<Record<AdministrationRefusalCode, string>> = typeset({
  fr: {
    'own-account': 'Personne ne change son propre compte : demandez-le à une autre personne qui administre.',
    'last-admin': 'C’est le dernier compte d’administration. Nommez d’abord quelqu’un d’autre.',
    'user-erased': 'Ce compte a été effacé entre-temps : il ne se change plus.',
  },
  en: {
    'own-account': 'You cannot change your own account here: ask another administrator.',
    'last-admin': 'This is the last administrator account. Make someone else an administrator first.',
    'user-erased': 'This account has been erased in the meantime: it can no longer be changed.',
  },
})

/** Returns the sentence that an administrator reads after a refusal or a failed request. */
export function adminFailure(failure: Failure, lang: Lang): string {
  if (failure.kind !== 'refused') return failureSentence(failure, lang)
  const code = administrationRefusalCodes.find(code => code === failure.code)
  return code ? refusals[lang][code] : failureSentence(failure, lang)
}
