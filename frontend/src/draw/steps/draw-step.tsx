import type { Lang } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { confirmationsAt } from '../draw-turn.ts'
import type { Draw } from '../use-draw.ts'
import { drawWords } from '../words.ts'
import { AnnouncedRound } from './announced-round.tsx'
import { ConfirmNumber } from './confirm-number.tsx'
import { NumberForm } from './number-form.tsx'

/** The second step, or a repeated draw: the bailiff enters a number, and an administrator confirms it. */
export function DrawStep({ lang, draw }: { lang: Lang; draw: Draw }) {
  const words = drawWords[lang].draw
  return (
    <div className="grid gap-4">
      <p className="leading-relaxed">{words.text}</p>
      <AnnouncedRound lang={lang} state={draw.state} />
      {draw.state.role === 'bailiff' ? (
        <NumberForm lang={lang} draw={draw} />
      ) : (
        <AdministratorTurn lang={lang} draw={draw} />
      )}
    </div>
  )
}

function AdministratorTurn({ lang, draw }: { lang: Lang; draw: Draw }) {
  const { other } = confirmationsAt(draw.state, 'draw')
  if (!other?.number) return <Notice tone="plain">{drawWords[lang].draw.wait}</Notice>
  return <ConfirmNumber lang={lang} draw={draw} asked={other} />
}
