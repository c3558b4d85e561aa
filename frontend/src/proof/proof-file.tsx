import type { Contest } from '@tiptop/contract/contest.ts'
import { parseTicketCode } from '@tiptop/contract/ticket-code.ts'
import { useId, useState } from 'preact/hooks'
import { useContest } from '../contest/contest.ts'
import { withErrorBoundary } from '../error-boundary.tsx'
import { Field } from '../ui/forms/field.tsx'
import { useHydrated } from '../ui/hydrated.ts'
import type { Lang } from '../ui/language.ts'
import { Notice } from '../ui/notice.tsx'
import { commitmentWords } from './commitment-words.ts'
import { ProofChecks } from './proof-checks.tsx'
import { proofWords } from './words.ts'

/** Checks a downloaded proof, which is dropped here or chosen, against the published commitment. */
export const ProofFile = withErrorBoundary(CheckedFile)

function CheckedFile({ lang }: { lang: Lang }) {
  const words = proofWords[lang]
  const { state } = useContest()
  const isHydrated = useHydrated()
  const [proof, setProof] = useState<{ content: unknown } | null>(null)
  const [typed, setTyped] = useState('')
  const code = parseTicketCode(typed)
  const choose = async (file: File | undefined) => file && setProof({ content: await contentOf(file) })
  return (
    <div className="grid gap-5">
      <fieldset disabled={!isHydrated} className="contents">
        <FileChoice lang={lang} onFile={choose} />
        <Field
          label={words.code}
          name="code"
          hint={words.codeHint}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          value={typed}
          onInput={event => setTyped(event.currentTarget.value)}
          error={typed && !code ? words.notCode : undefined}
        />
      </fieldset>
      {proof && (
        <Checked
          lang={lang}
          proof={proof.content}
          contest={state.name === 'ready' ? state.contest : null}
          code={code}
        />
      )}
    </div>
  )
}

type CheckedProps = { lang: Lang; proof: unknown; contest: Contest | null; code: string | null }

function Checked({ lang, proof, contest, code }: CheckedProps) {
  if (!contest?.commitment) {
    const { none, later } = commitmentWords[lang]
    return <Notice tone="error">{contest ? none : later}</Notice>
  }
  const { contest: itsContest } = (proof ?? {}) as { contest?: unknown }
  if (typeof itsContest === 'string' && itsContest !== contest.slug)
    return <Notice tone="error">{proofWords[lang].otherContest}</Notice>
  return <ProofChecks lang={lang} proof={proof} commitment={contest.commitment} receipt={code ? { code } : {}} />
}

type FileChoiceProps = { lang: Lang; onFile(file: File | undefined): unknown }

function FileChoice({ lang, onFile }: FileChoiceProps) {
  const words = proofWords[lang]
  const id = useId()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a file can be dropped here; the field inside is for everyone
    <div
      onDragOver={event => event.preventDefault()}
      onDrop={event => {
        event.preventDefault()
        void onFile(event.dataTransfer?.files[0])
      }}
      className="rounded-lg border-2 border-edge border-dashed bg-paper px-5 py-5"
    >
      <label htmlFor={id} className="block font-semibold text-forest">
        {words.file}
      </label>
      <p id={`${id}-hint`} className="mt-1 mb-3 text-[0.9375rem] text-soft">
        {words.drop}
      </p>
      <input
        id={id}
        type="file"
        accept=".json,application/json"
        aria-describedby={`${id}-hint`}
        onChange={event => void onFile(event.currentTarget.files?.[0])}
        className="min-h-12 w-full rounded-lg border border-edge bg-paper px-4 py-2.5"
      />
    </div>
  )
}

/** What is in a file, or null if it is no JSON. */
async function contentOf(file: File): Promise<unknown> {
  try {
    return JSON.parse(await file.text())
  } catch {
    return null
  }
}
