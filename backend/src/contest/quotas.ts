import { CommandRefusal } from '../command-line/command-refusal.ts'
import { type PrizeDefinition, partsOf } from './definition.ts'

type Share = Pick<PrizeDefinition, 'slug' | 'percent' | 'quota'>

const number = new Intl.NumberFormat('fr-FR')

/**
 * How many of `count` tickets win each prize, in the order given; the sum is `count`, always.
 * Percentages divide what the exact quotas leave, by largest remainder (Hamilton's method): no prize is more than one
 * ticket away from its exact share. Of equal remainders the first prize wins.
 *
 * @throws CommandRefusal if some ticket would win nothing, or some prize would have no ticket
 */
export function quotasFor(prizes: Share[], count: number): number[] {
  const fixed = prizes.reduce((sum, { quota = 0 }) => sum + quota, 0)
  const parts = prizes.map(({ percent }) => (percent === undefined ? 0 : partsOf(percent)))
  const whole = parts.reduce((sum, part) => sum + part, 0)
  refuseImpossible({ count, fixed, whole })

  const rest = count - fixed
  const floors = parts.map(part => (whole ? Math.floor((rest * part) / whole) : 0))
  const left = rest - floors.reduce((sum, floor) => sum + floor, 0)
  const remainder = (index: number) => (whole ? (rest * (parts[index] ?? 0)) % whole : 0)
  const first = parts.map((_, index) => index).sort((a, b) => remainder(b) - remainder(a) || a - b)
  const rounded = new Set(first.slice(0, left))
  const quotas = prizes.map(({ quota }, index) => quota ?? (floors[index] ?? 0) + (rounded.has(index) ? 1 : 0))

  const empty = prizes[quotas.indexOf(0)]
  if (empty)
    throw new CommandRefusal(
      `Avec ${number.format(count)} tickets, le lot « ${empty.slug} » serait promis sans qu’aucun ticket ne le gagne.`,
    )
  return quotas
}

function refuseImpossible({ count, fixed, whole }: { count: number; fixed: number; whole: number }): void {
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
