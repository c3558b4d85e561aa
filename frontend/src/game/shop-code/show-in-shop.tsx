import type { ComponentType } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../ui/language.ts'
import { loadPart } from '../../ui/load-part.ts'
import { Text } from '../../ui/text.tsx'
import type { ShopCodeDialog } from './shop-code-dialog.tsx'
import { shopCodeWords } from './words.ts'

/** Opens the QR code of a prize that is waiting. The code that draws it is loaded on demand. */
export function ShowInShop({ lang, code }: { lang: Lang; code: string }) {
  const words = shopCodeWords[lang]
  const [Dialog, setDialog] = useState<ComponentType<Parameters<typeof ShopCodeDialog>[0]> | null>(null)
  const [isFailed, setFailed] = useState(false)
  const { run, busy } = useOneAtATime(async () => {
    const loaded = await loadPart(() => import('./shop-code-dialog.tsx')).catch(() => null)
    setFailed(!loaded)
    if (loaded) setDialog(() => loaded.ShopCodeDialog)
  })
  return (
    <>
      <Button look="quiet" onClick={() => run()} busy={busy} busyLabel={words.busy} className="mt-4 px-5">
        {words.open}
      </Button>
      <p role="alert" className="mt-2 text-brick empty:sr-only">
        <Text>{isFailed && words.failed}</Text>
      </p>
      {Dialog && <Dialog lang={lang} code={code} onClose={() => setDialog(null)} />}
    </>
  )
}
