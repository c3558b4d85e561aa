import type { Commitment, InclusionProof } from '@tiptop/contract/proof.ts'
import { useEffect, useState } from 'preact/hooks'
import { formatCount } from '../ui/dates.ts'
import { HashInGroups } from '../ui/hash-in-groups.tsx'
import type { Lang } from '../ui/language.ts'
import { Notice } from '../ui/notice.tsx'
import { Text } from '../ui/text.tsx'
import { checkProof, type ProofFault } from './check-proof.ts'
import { proofWords } from './words.ts'

/** The steps that the page shows, and the faults that end each. */
const STEPS = [
  ['commitment', ['format', 'root', 'size']],
  ['ticket', ['code', 'prize']],
  ['leaf', ['salt', 'code-or-salt', 'leaf']],
  ['path', ['path']],
] as const satisfies [string, ProofFault[]][]

type Outcome = ProofFault | 'holds' | 'unsupported'
type Props = {
  lang: Lang
  /** what was fetched, or read from a file, which may be anything */
  proof: unknown
  commitment: Commitment
  receipt: { code?: string; prizeSlug?: string }
}

/** Checks a proof in the browser and shows each step. */
export function ProofChecks({ lang, proof, commitment, receipt: { code, prizeSlug } }: Props) {
  const words = proofWords[lang]
  const [checked, setChecked] = useState<{ proof: unknown; outcome: Outcome } | null>(null)
  const outcome = checked?.proof === proof ? checked?.outcome : undefined
  useEffect(() => {
    if (!window.crypto.subtle) return setChecked({ proof, outcome: 'unsupported' })
    const receipt = { ...(code !== undefined && { code }), ...(prizeSlug !== undefined && { prizeSlug }) }
    let isWanted = true
    void checkProof(proof, commitment, receipt).then(
      fault => isWanted && setChecked({ proof, outcome: fault ?? 'holds' }),
    )
    return () => {
      isWanted = false
    }
  }, [proof, commitment, code, prizeSlug])
  if (!outcome) return <Notice tone="plain">{words.checking}</Notice>
  if (outcome === 'unsupported') return <Notice tone="error">{words.unsupported}</Notice>
  if (outcome === 'format') return <Notice tone="error">{words.faults.format}</Notice>
  return <Verdict lang={lang} proof={proof as InclusionProof} fault={outcome === 'holds' ? null : outcome} />
}

function Verdict({ lang, proof, fault }: { lang: Lang; proof: InclusionProof; fault: ProofFault | null }) {
  const words = proofWords[lang]
  const number = (count: number) => formatCount(count, lang)
  return (
    <div className="grid gap-4">
      <Steps lang={lang} pathLength={proof.path.length} fault={fault} />
      {fault ? (
        <Notice tone="error">{`${words.faults[fault]} ${words.keep}`}</Notice>
      ) : (
        <>
          <Notice tone="good">{words.holds(number(proof.index + 1), number(proof.treeSize))}</Notice>
          <div>
            <p className="leading-relaxed">{words.compare}</p>
            <HashInGroups hash={proof.root} />
          </div>
        </>
      )}
    </div>
  )
}

const looks = { holds: 'bg-sage text-forest', fails: 'bg-blush text-brick-deep', unseen: 'bg-mist text-soft' }
const marks = { holds: '✓', fails: '✗', unseen: '–' }

function Steps({ lang, pathLength, fault }: { lang: Lang; pathLength: number; fault: ProofFault | null }) {
  const words = proofWords[lang]
  const failed = STEPS.findIndex(([, faults]) => (faults as readonly ProofFault[]).includes(fault as ProofFault))
  const resultAt = (step: number) => (failed < 0 || step < failed ? 'holds' : step === failed ? 'fails' : 'unseen')
  return (
    <ol className="grid gap-2.5">
      {STEPS.map(([step], index) => {
        const result = resultAt(index)
        return (
          <li key={step} className="flex gap-3 leading-relaxed">
            <span className={`mt-0.5 grid size-6 shrink-0 place-items-center rounded-full ${looks[result]}`}>
              <span aria-hidden="true">{marks[result]}</span>
              <span className="sr-only">{words.done[result]}</span>
            </span>
            <span>
              <Text>{step === 'path' ? words.steps.path(pathLength) : words.steps[step]}</Text>
            </span>
          </li>
        )
      })}
    </ol>
  )
}
