import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { loadPart } from '../../ui/load-part.ts'
import type { RevealPhase } from './reveal/reveal-phase.ts'
import type { RevealStage } from './reveal/reveal-stage.tsx'

/** Pictures that come later than this appear at once beside the prize. */
const PATIENCE_MS = 1_000

const IS_STILL = '(prefers-reduced-motion: reduce), (forced-colors: active)'

/** Loads the pictures of the reveal, once. The prize is shown without them if they do not come. */
export async function loadReveal(): Promise<typeof RevealStage> {
  return (await loadPart(() => import('./reveal/reveal-stage.tsx'), 'optional')).RevealStage
}

/** Leads through the phases of the reveal. For users who prefer reduced motion or forced colours all is shown at once. */
export function useReveal() {
  const [phase, setPhase] = useState<RevealPhase>(() => (matchMedia(IS_STILL).matches ? 'shown' : 'awaited'))
  const [Stage, setStage] = useState<ComponentType<Parameters<typeof RevealStage>[0]> | null>(null)

  useEffect(() => {
    const show = () => setPhase(phase => (phase === 'awaited' ? 'shown' : phase))
    const patience = setTimeout(show, PATIENCE_MS)
    loadReveal().then(loaded => {
      setStage(() => loaded)
      setPhase(phase => (phase === 'awaited' ? 'pouring' : phase))
    }, show)
    return () => clearTimeout(patience)
  }, [])

  return {
    phase,
    Stage,
    goOn: () => setPhase(phase => (phase === 'pouring' ? 'opening' : 'shown')),
    skip: () => setPhase('shown'),
  }
}
