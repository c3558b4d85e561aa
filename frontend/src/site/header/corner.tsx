import type { Lang } from '../../ui/language.ts'
import { AccountCorner } from './account-corner.tsx'
import { LanguageSwitch } from './language-switch.tsx'

/** The right end of the header. `here`: the path of the page, in French. */
export function Corner({ lang, here }: { lang: Lang; here: string }) {
  return (
    <>
      <AccountCorner lang={lang} />
      <LanguageSwitch lang={lang} here={here} />
    </>
  )
}
