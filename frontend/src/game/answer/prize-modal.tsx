import type { PlayAnswer } from '@tiptop/contract/game.ts'
import { formatTicketCode } from '@tiptop/contract/ticket-code.ts'
import { PrizePicture } from '../../contest/prizes/prize-picture.tsx'
import { statesValue } from '../../contest/prizes/stated-value.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { formatEuros, formatUntil } from '../../ui/dates.ts'
import { type Lang, pathIn } from '../../ui/language.ts'
import { Modal } from '../../ui/modal.tsx'
import { gameWords } from '../words.ts'
import { FallingLeaves } from './falling-leaves.tsx'
import { prizeWords } from './prize-words.ts'

type Props = { lang: Lang; play: PlayAnswer; onClose(): void }

/** Nodes X and Y of diagram 1.1: the prize, and how to claim it. */
export function PrizeModal({ lang, play, onClose }: Props) {
  const words = prizeWords[lang]
  const { ticket, prize } = play
  const { valueCents: value } = prize
  const said = `${prize.name[lang]} ${prize.description[lang]}`
  const picture = (
    <div className="relative -mx-6 -mt-7 mb-5 grid place-items-center overflow-hidden bg-mist px-6 pt-6 pb-4 sm:-mx-9">
      <FallingLeaves />
      <PrizePicture slug={prize.slug} className="relative h-32 animate-pour sm:h-52" />
    </div>
  )
  return (
    <Modal
      title={words.title}
      closeLabel={gameWords[lang].error.close}
      onClose={onClose}
      tone="festive"
      picture={picture}
    >
      <p className="mt-2 text-soft">{words.won}</p>
      <p className="mt-1 font-display text-2xl leading-snug text-infusion">{prize.name[lang]}</p>
      <p className="mt-1.5 leading-relaxed text-soft">
        {prize.description[lang]}
        {value !== null && !statesValue(said, value) && ` ${words.value(formatEuros(value, lang))}.`}
      </p>
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
    </Modal>
  )
}
