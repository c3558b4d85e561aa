import type { FrozenList, OwnPlace, PlaceProof } from '@tiptop/contract/grand-draw.ts'
import { useState } from 'preact/hooks'
import { type Failure, request } from '../../api-client.ts'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import { loadPart } from '../../ui/load-part.ts'
import type { PlaceFault } from './check-place.ts'

type Finding =
  | { name: 'failed'; failure: Failure }
  | { name: 'absent'; why: Extract<OwnPlace, { listed: false }>['why'] }
  | { name: 'unsupported' }
  | { name: 'checked'; proof: PlaceProof; fault: PlaceFault | null }

/** Looks for the place of the signed-in person on the published list, and checks the proof of it in this browser. */
export function useOwnPlace(list: FrozenList | null, participant: number) {
  const [finding, setFinding] = useState<Finding | null>(null)
  const { run, busy } = useOneAtATime(find)

  async function find(): Promise<Finding> {
    const answer = await request<OwnPlace>('GET', '/me/draw')
    if (!answer.ok) return { name: 'failed', failure: answer.failure }
    const { value } = answer
    if (!value.listed) return { name: 'absent', why: value.why }
    if (!list) return { name: 'absent', why: 'not-frozen' }
    if (!window.crypto.subtle) return { name: 'unsupported' }
    const { checkPlace } = await loadPart(() => import('./check-place.ts'))
    return { name: 'checked', proof: value.proof, fault: await checkPlace(value.proof, list, participant) }
  }

  async function look(): Promise<void> {
    const found = await run().catch(() => null)
    if (found) setFinding(found)
  }
  return { finding, busy, look }
}
