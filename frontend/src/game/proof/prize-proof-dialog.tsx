import type { InclusionProof } from '@tiptop/contract/proof.ts'
import { useEffect, useState } from 'preact/hooks'
import { api, type Failure, request } from '../../api-client.ts'
import { failureSentence } from '../../failure-sentences.ts'
import { ProofChecks } from '../../proof/proof-checks.tsx'
import { proofWords } from '../../proof/words.ts'
import { Button } from '../../ui/button.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { Modal } from '../../ui/modal.tsx'
import { Notice } from '../../ui/notice.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { type KeptProof, keepProof, keptProof } from './kept-proofs.ts'
import { prizeProofWords } from './words.ts'

type Props = { lang: Lang; code: string; prizeSlug: string; onClose(): void }
type ProofState = { name: 'loading' } | { name: 'none'; why: string } | ({ name: 'ready'; isKept: boolean } & KeptProof)

/** The proof of a prize: fetched, or kept from an earlier visit, then checked in the browser. */
export function PrizeProofDialog({ lang, code, prizeSlug, onClose }: Props) {
  const words = prizeProofWords[lang]
  const [state, setState] = useState<ProofState>({ name: 'loading' })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the dialog is opened for one ticket
  useEffect(() => void proofOf(code, lang).then(setState), [])
  return (
    <Modal title={words.title} closeLabel={words.close} onClose={onClose}>
      <p className="mt-2 leading-relaxed">{words.lead}</p>
      <div className="mt-5 grid gap-5">
        {state.name === 'loading' && <Notice tone="plain">{words.loading}</Notice>}
        {state.name === 'none' && <Notice tone="error">{state.why}</Notice>}
        {state.name === 'ready' && (
          <>
            {state.isKept && <Notice tone="plain">{words.kept}</Notice>}
            <ProofChecks lang={lang} proof={state.proof} commitment={state.commitment} receipt={{ code, prizeSlug }} />
            <Button look="quiet" onClick={() => download(state.proof)}>
              {words.download}
            </Button>
          </>
        )}
        <a href={pathIn(lang, '/preuve')} className="link inline-flex min-h-11 items-center">
          {words.more}
        </a>
      </div>
    </Modal>
  )
}

async function proofOf(code: string, lang: Lang): Promise<ProofState> {
  const [proof, contest] = await Promise.all([
    request<InclusionProof>('GET', `/me/tickets/${code}/proof`),
    api.contest(),
  ])
  if (proof.ok && contest.ok && contest.value.commitment) {
    if (proof.value.contest !== contest.value.slug) return { name: 'none', why: proofWords[lang].otherContest }
    const fetched = { proof: proof.value, commitment: contest.value.commitment }
    keepProof(fetched)
    return { name: 'ready', isKept: false, ...fetched }
  }
  const failure = proof.ok ? (contest.ok ? null : contest.failure) : proof.failure
  const kept = failure && isUnanswered(failure) ? keptProof(code) : null
  if (kept) return { name: 'ready', isKept: true, ...kept }
  return { name: 'none', why: whyNone(failure, lang) }
}

function isUnanswered(failure: Failure): boolean {
  return failure.kind !== 'refused' || failure.code === 'service-unavailable'
}

function whyNone(failure: Failure | null, lang: Lang): string {
  const isFormer = !failure || (failure.kind === 'refused' && failure.code === 'proof-unavailable')
  return isFormer ? prizeProofWords[lang].former : failureSentence(failure, lang)
}

function download(proof: InclusionProof): void {
  saveFile(`preuve-${proof.code}.json`, `${JSON.stringify(proof, null, 2)}\n`, 'application/json')
}
