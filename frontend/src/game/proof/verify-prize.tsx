import { useDialogOnDemand } from '../../ui/dialog-on-demand.ts'
import { type Lang, typeset } from '../../ui/language.ts'
import { loadPart } from '../../ui/load-part.ts'
import { Text } from '../../ui/text.tsx'

const words = typeset({
  fr: { open: 'Vérifier mon lot', busy: 'Préparation…', failed: 'La vérification n’a pas pu être chargée. Réessayez.' },
  en: { open: 'Verify my prize', busy: 'Preparing…', failed: 'The verification could not be loaded. Try again.' },
})

type Props = { lang: Lang; code: string; prizeSlug: string; className?: string }

/** Opens the proof that this ticket had its prize before the opening. What checks it is loaded on demand. */
export function VerifyPrize({ lang, code, prizeSlug, className = '' }: Props) {
  const { Dialog, open, close, busy, isFailed } = useDialogOnDemand(async () => {
    const { PrizeProofDialog } = await loadPart(() => import('./prize-proof-dialog.tsx'))
    return PrizeProofDialog
  })
  return (
    <div className={className}>
      <button type="button" onClick={open} aria-disabled={busy || undefined} className="link min-h-11">
        <Text>{busy ? words[lang].busy : words[lang].open}</Text>
      </button>
      <p role="alert" className="text-brick empty:sr-only">
        <Text>{isFailed && words[lang].failed}</Text>
      </p>
      {Dialog && <Dialog lang={lang} code={code} prizeSlug={prizeSlug} onClose={close} />}
    </div>
  )
}
