import type { Profile } from '@tiptop/contract/accounts.ts'
import type { Lang } from '../../ui/language.ts'

/** What every notice is given. */
export type AccountNoticeProps = { lang: Lang; profile: Profile; onClose(): void }
