import type { DrawState } from '@tiptop/contract/grand-draw.ts'
import { useState } from 'preact/hooks'
import type { Answer } from '../../api-client.ts'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../ui/language.ts'
import { actFailure } from '../draw-failures.ts'
import type { Draw } from '../use-draw.ts'

/** One thing that a person does to the draw. `failure` is the sentence that says why it did not happen, or may not have. */
export function useAct(draw: Draw, lang: Lang) {
  const [failure, setFailure] = useState<string | null>(null)
  const { run, busy } = useOneAtATime(async (send: () => Promise<Answer<DrawState>>) => draw.settle(await send()))

  /** @returns whether it happened */
  async function act(send: () => Promise<Answer<DrawState>>): Promise<boolean> {
    if (busy) return false
    setFailure(null)
    const failed = await run(send)
    if (failed) setFailure(actFailure(failed, lang))
    return !failed
  }
  return { act, busy, failure }
}
