import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import type { Lang } from '../../ui/language.ts'
import { confirmationsAt } from '../draw-turn.ts'
import { DrawStep } from '../steps/draw-step.tsx'
import type { Draw } from '../use-draw.ts'
import { resultWords } from './words.ts'

/** Another draw after one without effect, which stays. The bailiff begins; an administrator sees it once they have. */
export function RepeatDraw({ lang, draw }: { lang: Lang; draw: Draw }) {
  const words = resultWords[lang].repeat
  const { role, winner } = draw.state
  const { own, other } = confirmationsAt(draw.state, 'draw')
  const [isAsked, setAsked] = useState(false)
  const isOpen = isAsked || own !== null || other !== null
  if (winner?.claimed) return null
  return (
    <section className="grid justify-items-start gap-4 border-t border-line pt-6">
      <h3 className="text-xl">{words.title}</h3>
      <p className="leading-relaxed">{words.text}</p>
      {role === 'bailiff' && !own && (
        <Button look="quiet" aria-expanded={isOpen} onClick={() => setAsked(!isAsked)}>
          {isAsked ? words.stop : words.start}
        </Button>
      )}
      {role === 'admin' && !other && <p className="leading-relaxed">{words.bailiffFirst}</p>}
      {isOpen && (
        <div className="w-full">
          <DrawStep lang={lang} draw={draw} />
        </div>
      )}
    </section>
  )
}
