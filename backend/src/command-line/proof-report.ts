import { say } from './command-line.ts'

/** How many faults the document names: the first ones say what it is about. */
const NAMED = 20

type ProofResult = {
  holds: boolean
  /** what was read, for programs */
  figures: Record<string, unknown>
  /** the same for people, in French */
  text: string
}

/**
 * Prints what a proof finds: for people a line for each fault and the conclusion, for programs one document on a line,
 * `{ holds, …figures, faults: [{ kind, sentence }] }`, with the first faults alone.
 */
export function proofReport(json: boolean) {
  const faults: { kind: string; sentence: string }[] = []
  return {
    fault(kind: string, sentence: string): void {
      if (!json) say(sentence, 0)
      else if (faults.length < NAMED) faults.push({ kind, sentence })
    },

    /** Returns the exit code: 0 if the proof holds, otherwise 1. */
    end({ holds, figures, text }: ProofResult): number {
      return say(json ? JSON.stringify({ holds, ...figures, faults }) : text, holds ? 0 : 1)
    },
  }
}
