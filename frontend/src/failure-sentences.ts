import { beforeRefusals, type Failure } from './api-client.ts'
import { type Lang, typeset } from './ui/language.ts'
import { loadPart } from './ui/load-part.ts'

/** For any failure, and for a refusal without a sentence of its own. */
export const generalSentences: Record<Lang, Record<Failure['kind'], string>> = typeset({
  fr: {
    unreachable: 'Nous n’arrivons pas à joindre nos serveurs. Vérifiez votre connexion, puis réessayez.',
    'timed-out': 'La réponse tarde trop : le réseau est lent. Réessayez, rien n’est perdu.',
    refused: 'Quelque chose n’a pas marché de notre côté. Réessayez dans un instant.',
  },
  en: {
    unreachable: 'We cannot reach our servers. Check your connection, then try again.',
    'timed-out': 'The answer is taking too long: the network is slow. Try again: nothing is lost.',
    refused: 'Something went wrong on our side. Try again in a moment.',
  },
})

type Sentences = typeof import('./refusal-sentences.ts')
type CommonRefusalCode = import('./refusal-sentences.ts').CommonRefusalCode

/** The sentences about refusals: loaded with the first refusal, since few visitors meet one. */
let sentences: Sentences | null = null

/** Loads the sentences about refusals, for what is refused without a request. Without them, a general one is read. */
export async function loadRefusals(): Promise<void> {
  sentences ??= await loadPart(() => import('./refusal-sentences.ts'), 'optional').catch(() => null)
}

beforeRefusals(loadRefusals)

/** Returns the sentence for a refusal code, or null for an unknown one. */
export function refusalSentence(code: string, lang: Lang): string | null {
  const known = sentences?.refusalSentences[lang]
  return known && Object.hasOwn(known, code) ? known[code as CommonRefusalCode] : null
}

/** Returns what happened and what to do about it, in one or two plain sentences. */
export function failureSentence(failure: Failure, lang: Lang): string {
  if (failure.kind !== 'refused') return generalSentences[lang][failure.kind]
  const sentence = refusalSentence(failure.code, lang) ?? generalSentences[lang].refused
  const waits = failure.code === 'too-many-attempts' && failure.retryAfterSeconds
  return waits && sentences ? sentence + sentences.waitSentence(waits, lang) : sentence
}
