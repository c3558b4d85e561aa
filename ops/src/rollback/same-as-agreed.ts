import { Failure } from '../failure.ts'

/**
 * Holds a way back to what was agreed to: what it finds when it begins has to be what the operator was shown.
 * @throws Failure `changed-meanwhile` when it is something else; nothing was done then
 */
export function sameAsAgreed(agreed: string | null, found: string | null): void {
  if (agreed === found) return
  throw new Failure(
    'changed-meanwhile',
    `Entre-temps il y a ${found ?? 'rien'} au lieu de ${agreed ?? 'rien'} : rien n'a été fait.`,
    { hint: 'Recommencez.' },
  )
}
