import type { PlaceProof } from '@tiptop/contract/grand-draw.ts'
import { useSession } from '../../accounts/session/session.ts'
import { withErrorBoundary } from '../../error-boundary.tsx'
import { failureSentence } from '../../failure-sentences.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { formatCount } from '../../ui/dates.ts'
import { HashInGroups } from '../../ui/hash-in-groups.tsx'
import { type Lang, pathIn } from '../../ui/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { usePublicDraw } from '../public-draw.ts'
import { useOwnPlace } from './use-own-place.ts'
import { ownPlaceWords } from './words.ts'

/** Whether the visitor is on the list of the draw, checked in their browser. */
export const OwnPlace = withErrorBoundary(Place)

function Place({ lang }: { lang: Lang }) {
  const words = ownPlaceWords[lang]
  const { state } = useSession()
  return (
    <div className="grid min-h-36 content-start justify-items-start gap-4">
      <p className="leading-relaxed">{words.text}</p>
      {state.name === 'signed-in' && <Check lang={lang} participant={state.profile.id} />}
      {state.name === 'anonymous' && (
        <ButtonLink
          href={`${pathIn(lang, '/connexion')}?suite=${encodeURIComponent(pathIn(lang, '/grand-lot'))}`}
          look="quiet"
        >
          {words.signIn}
        </ButtonLink>
      )}
    </div>
  )
}

function Check({ lang, participant }: { lang: Lang; participant: number }) {
  const words = ownPlaceWords[lang]
  const { state } = usePublicDraw()
  const list = state.name === 'ready' ? state.draw.list : null
  const { finding, busy, look } = useOwnPlace(list, participant)
  return (
    <>
      <Button look="quiet" onClick={look} busy={busy} busyLabel={words.busy}>
        {words.check}
      </Button>
      {finding?.name === 'failed' && <Notice tone="error">{failureSentence(finding.failure, lang)}</Notice>}
      {finding?.name === 'unsupported' && <Notice tone="error">{words.unsupported}</Notice>}
      {finding?.name === 'absent' && <Notice tone="plain">{words.absent[finding.why]}</Notice>}
      {finding?.name === 'checked' &&
        (finding.fault ? (
          <Notice tone="error">{`${words.faults[finding.fault]} ${words.keep}`}</Notice>
        ) : (
          <Notice tone="good">
            {words.holds(formatCount(finding.proof.index + 1, lang), formatCount(finding.proof.count, lang))}
          </Notice>
        ))}
      {finding?.name === 'checked' && <Proof lang={lang} proof={finding.proof} />}
    </>
  )
}

function Proof({ lang, proof }: { lang: Lang; proof: PlaceProof }) {
  const words = ownPlaceWords[lang]
  const save = () =>
    saveFile(words.fileName, `${JSON.stringify({ listed: true, proof }, null, 2)}\n`, 'application/json')
  return (
    <>
      <div>
        <p className="text-sm font-semibold text-forest">{words.entry}</p>
        <HashInGroups hash={proof.entry} />
      </div>
      <Button look="quiet" onClick={save}>
        {words.save}
      </Button>
      <p className="text-[0.9375rem] text-soft">
        {words.verify}{' '}
        <span translate={false} className="font-mono text-sm wrap-anywhere">
          {`node verify.mjs DOSSIER --place ${words.fileName}`}
        </span>
      </p>
    </>
  )
}
