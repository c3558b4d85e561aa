import type { ProgramModel } from '../../server-model.ts'

/** Commands of the backend beside the one that serves: its proofs of the data, which find nothing wrong. */
export const operate: ProgramModel = ([program, verb, ...args], { output }) => {
  if (program !== 'docker' || verb !== 'compose' || !args.includes('operate')) return null
  if (!args.includes('backend/src/audit/commands.ts')) return null
  output?.write('Événements scellés   3\n')
  output?.end()
  return ''
}
