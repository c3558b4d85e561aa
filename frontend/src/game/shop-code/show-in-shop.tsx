import { Button } from '../../ui/button.tsx'
import { useDialogOnDemand } from '../../ui/dialog-on-demand.ts'
import type { Lang } from '../../ui/language.ts'
import { loadPart } from '../../ui/load-part.ts'
import { Text } from '../../ui/text.tsx'
import { shopCodeWords } from './words.ts'

/** Opens the QR code of a prize that is waiting. The code that draws it is loaded on demand. */
export function ShowInShop({ lang, code }: { lang: Lang; code: string }) {
  const words = shopCodeWords[lang]
  const { Dialog, open, close, busy, isFailed } = useDialogOnDemand(async () => {
    const { ShopCodeDialog } = await loadPart(() => import('./shop-code-dialog.tsx'))
    return ShopCodeDialog
  })
  return (
    <>
      <Button look="quiet" onClick={open} busy={busy} busyLabel={words.busy} className="mt-4 px-5">
        {words.open}
      </Button>
      <p role="alert" className="mt-2 text-brick empty:sr-only">
        <Text>{isFailed && words.failed}</Text>
      </p>
      {Dialog && <Dialog lang={lang} code={code} onClose={close} />}
    </>
  )
}
