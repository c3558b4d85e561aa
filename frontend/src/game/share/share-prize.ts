import type { Prize } from '@tiptop/contract/contest.ts'
import type { Lang } from '../../ui/language.ts'
import { saveFile } from '../../ui/save-file.ts'
import { cardWords } from './card/card-words.ts'
import { drawCard } from './card/draw-card.tsx'

const NAME = 'the-tip-top.png'
const TYPE = 'image/png'

/**
 * Draws the card of a prize and hands it to the apps of the phone, or saves it where the browser cannot.
 * @throws if the browser cannot draw it
 */
export async function sharePrize(prize: Pick<Prize, 'slug' | 'name'>, lang: Lang): Promise<'shared' | 'saved'> {
  const picture = await drawCard(prize, lang, window.location.host)
  const shared = { files: [new File([picture], NAME, { type: TYPE })], text: cardWords[lang].text(prize.name[lang]) }
  if (navigator.canShare?.(shared)) {
    const failure = await navigator.share(shared).catch((error: DOMException) => error)
    // The player closed the choice of apps.
    if (!failure || failure.name === 'AbortError') return 'shared'
  }
  saveFile(NAME, picture, TYPE)
  return 'saved'
}
