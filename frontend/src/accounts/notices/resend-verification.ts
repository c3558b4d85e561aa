import { api } from '../../api-client.ts'
import { failureSentence } from '../../failure-sentences.ts'
import type { Lang } from '../../ui/language.ts'
import { reminderWords } from './reminder-words.ts'

/** Has the backend send the mail again that confirms the address. @returns what to tell the player */
export async function resendVerification(lang: Lang): Promise<string> {
  const answer = await api.resendVerification()
  return answer.ok ? reminderWords[lang].sent : failureSentence(answer.failure, lang)
}
