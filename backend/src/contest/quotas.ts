import { partsOf, shareOut } from '@tiptop/contract/shares.ts'
import { CommandRefusal } from '../command-line/command-refusal.ts'
import type { PrizeDefinition } from './definition.ts'

type Share = Pick<PrizeDefinition, 'slug' | 'percent' | 'quota'>

const number = new Intl.NumberFormat('fr-FR')

/**
 * How many of `count` tickets win each prize, in the order given, as `shareOut` divides them; the sum is `count`, always.
 *
 * @throws CommandRefusal if some ticket would win nothing, or some prize would have no ticket
 */
export function quotasFor(prizes: Share[], count: number): number[] {
  refuseImpossible(prizes, count)
  const quotas = shareOut(prizes, count)
  const empty = prizes[quotas.indexOf(0)]
  if (empty)
    throw new CommandRefusal(
      `Avec ${number.format(count)} tickets, le lot « ${empty.slug} » serait promis sans qu’aucun ticket ne le gagne.`,
    )
  return quotas
}

function refuseImpossible(prizes: Share[], count: number): void {
  const fixed = prizes.reduce((sum, { quota = 0 }) => sum + quota, 0)
  const whole = prizes.reduce((sum, { percent = 0 }) => sum + partsOf(percent), 0)
  if (fixed > count)
    throw new CommandRefusal(
      `Les quotas font ${number.format(fixed)} lots pour ${number.format(count)} tickets : il en faut autant.`,
    )
  if (whole === 0 && fixed < count)
    throw new CommandRefusal(
      `Les quotas font ${number.format(fixed)} lots pour ${number.format(count)} tickets : chaque ticket gagne.`,
    )
  if (whole !== 0 && whole !== partsOf(100))
    throw new CommandRefusal(`Les pourcentages des lots font ${number.format(whole / partsOf(1))} % au lieu de 100 %.`)
}
