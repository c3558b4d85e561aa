import { api, type Failure } from '../../api-client.ts'
import { forgetCode } from '../forgotten-code.ts'
import { forgetPrizes } from '../offline/kept-prizes.ts'
import { forgetAccount } from '../tabs/last-account.ts'
import { tellOtherTabs } from '../tabs/other-tabs.ts'
import { forgetVisitor } from './known-visitor.ts'

/** Ends the session; the page still shows the user, and is left or loaded again. `keepsCode`: the typed code is for the next user of this tab. @returns why it failed, or null */
export async function signOut({ keepsCode = false } = {}): Promise<Failure | null> {
  forgetPrizes()
  const answer = await api.signOut()
  if (!answer.ok) return answer.failure
  forgetVisitor()
  forgetAccount()
  // Another tab may have kept some meanwhile.
  forgetPrizes()
  if (!keepsCode) forgetCode()
  tellOtherTabs(null)
  return null
}
