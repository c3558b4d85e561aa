import type { PlayAnswer } from '@tiptop/contract/game.ts'
import { formatTicketCode } from '@tiptop/contract/ticket-code.ts'
import { useId } from 'preact/hooks'
import { statesValue } from '../../contest/prizes/stated-value.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { formatEuros, formatUntil } from '../../ui/dates.ts'
import { type Lang, pathIn } from '../../ui/language.ts'
import { Modal } from '../../ui/modal.tsx'
import { VerifyPrize } from '../proof/verify-prize.tsx'
import { ShareButton } from '../share/share-button.tsx'
import { gameWords } from '../words.ts'
import { FallingLeaves } from './falling-leaves.tsx'
import { prizeWords } from './prize-words.ts'
import { useReveal } from './use-reveal.ts'

type Props = { lang: Lang; play: PlayAnswer; onClose(): void }

/**
 * Nodes X and Y of diagram 1.1: the prize, and how to claim it. Screen readers announce the prize at once; the eyes wait for
 * the reveal.
 */
export function PrizeModal({ lang, play, onClose }: Props) {
  const words = prizeWords[lang]
  const { ticket, prize } = play
  const { valueCents: value } = prize
  const said = `${prize.name[lang]} ${prize.description[lang]}`
  const id = useId()
  const { phase, Stage, goOn, skip } = useReveal()
  const isVeiled = phase === 'awaited' || phase === 'pouring'
  const picture = (
    <div
      data-phase={phase}
      className="reveal relative -mx-6 -mt-7 mb-5 grid h-42 place-items-center overflow-hidden bg-mist px-6 pt-6 pb-4 sm:-mx-9 sm:h-56"
    >
      {!isVeiled && <FallingLeaves />}
      {Stage && <Stage lang={lang} slug={prize.slug} phase={phase} goOn={goOn} skip={skip} />}
    </div>
  )
  return (
    <Modal
      title={words.title}
      describedBy={id}
      closeLabel={gameWords[lang].error.close}
      onClose={onClose}
      tone="festive"
      picture={picture}
    >
      <div id={id}>
        <p className="mt-2 text-soft">{words.won}</p>
        <div className={isVeiled ? 'opacity-0' : phase === 'opening' ? 'animate-rise' : ''}>
          <p className="mt-1 font-display text-2xl leading-snug text-infusion">{prize.name[lang]}</p>
          <p className="mt-1.5 leading-relaxed text-soft">
            {prize.description[lang]}
            {value !== null && !statesValue(said, value) && ` ${words.value(formatEuros(value, lang))}.`}
          </p>
        </div>
      </div>
      <div className="mt-5 rounded-lg border border-line bg-cream px-4 py-3.5 leading-relaxed">
        <p className="font-semibold text-forest">{words.howTitle}</p>
        <p>{words.how(formatUntil(ticket.claimUntil, lang))}</p>
        <p className="mt-1 text-soft">
          {words.code}{' '}
          <span translate={false} className="font-semibold tracking-wider text-ink">
            {formatTicketCode(ticket.code)}
          </span>
        </p>
      </div>
      <div className="mt-6 grid gap-3 sm:grid-cols-2">
        <ButtonLink href={pathIn(lang, '/mes-gains')} className="sm:px-4">
          {words.mine}
        </ButtonLink>
        <Button look="quiet" onClick={onClose} className="sm:px-4">
          {words.another}
        </Button>
      </div>
      <div className="mt-3 -mb-3 flex flex-wrap justify-center gap-x-6">
        <ShareButton lang={lang} prize={prize} className="text-center" />
        <VerifyPrize lang={lang} code={ticket.code} prizeSlug={prize.slug} className="text-center" />
      </div>
    </Modal>
  )
}
