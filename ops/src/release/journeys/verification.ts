import { z } from 'zod'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import type { ShellOptions } from '../../tools/shell.ts'
import type { Tools } from '../../tools/tools.ts'
import { collectOutput, documentIn, operateCommand } from '../data-checks/operate.ts'
import { diagnoseHint } from '../health.ts'
import type { Release } from '../release.ts'

const login = z.object({ email: z.string(), password: z.string() })
export type VerificationLogin = z.infer<typeof login>

/** A ticket outside of any contest, and two accounts that are there to play it and to hand its prize over. */
const verification = z.object({ player: login, employee: login, ticket: z.string(), prize: z.string() })
export type Verification = z.infer<typeof verification>

type VerifiedRelease = { release: Pick<Release, 'name' | 'images'>; target: Target; tools: Pick<Tools, 'shell'> }

/**
 * Has the release's own backend open a verification: its passwords stay in this process, in no log and no error.
 * The accounts end by themselves after ten minutes, whatever becomes of us.
 */
export async function openVerification(place: VerifiedRelease, signal: AbortSignal): Promise<Verification> {
  const pretend = JSON.stringify({
    player: { email: 'joueur', password: '' },
    employee: { email: 'employe', password: '' },
    ticket: 'A2B3C4D5E6',
    prize: 'essai',
  })
  const { said, output } = collectOutput()
  const returned = await backend(place, 'open', { signal, output, pretend })
  const found = documentIn(said() || returned, verification)
  if (found) return found
  throw new Failure('wrong-answer', 'Le backend n’a pas rendu de vérification : ni ticket réservé, ni comptes.', {
    hint: diagnoseHint(place.target.settings),
  })
}

/** Ends the accounts of every verification and their sessions; those that are ended already stay so. */
export async function closeVerifications(place: VerifiedRelease): Promise<void> {
  await backend(place, 'close', {})
}

async function backend({ release, target, tools }: VerifiedRelease, word: 'open' | 'close', options: ShellOptions) {
  const { command, env } = await operateCommand(target.home, release, ['backend/src/verification/commands.ts', word])
  return tools.shell.run(command, { ...options, env })
}
