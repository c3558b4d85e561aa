import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import type { ComponentType } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { useOneAtATime } from '../../ui/forms/one-at-a-time.ts'
import type { Lang } from '../../ui/language.ts'
import { loadPart } from '../../ui/load-part.ts'
import { Text } from '../../ui/text.tsx'
import type { CameraDialog } from './camera-dialog.tsx'

type Props = {
  lang: Lang
  label: string
  failed: string
  onFound(code: TicketCode): void
  /** the code is to be typed instead: the employee prefers it, or the camera's part did not load */
  onType(): void
}

/** Opens the camera after a tap, never before. The code for it is loaded then. */
export function ScanButton({ lang, label, failed, onFound, onType }: Props) {
  const [Dialog, setDialog] = useState<ComponentType<Parameters<typeof CameraDialog>[0]> | null>(null)
  const [isFailed, setFailed] = useState(false)
  const { run, busy } = useOneAtATime(async () => {
    setFailed(false)
    try {
      const { CameraDialog } = await loadPart(() => import('./camera-dialog.tsx'))
      setDialog(() => CameraDialog)
    } catch {
      setFailed(true)
      onType()
    }
  })
  const close = () => setDialog(null)
  return (
    <>
      <Button look="quiet" onClick={() => run()} busy={busy} className="min-h-14 text-lg">
        <svg
          viewBox="0 0 24 24"
          className="size-6"
          fill="none"
          stroke="currentColor"
          stroke-width="1.8"
          stroke-linecap="round"
          stroke-linejoin="round"
          aria-hidden="true"
        >
          <path d="M3 8V5a2 2 0 0 1 2-2h3M16 3h3a2 2 0 0 1 2 2v3M21 16v3a2 2 0 0 1-2 2h-3M8 21H5a2 2 0 0 1-2-2v-3" />
          <path d="M8 8h3v3H8zM14 8h2M16 11v2M8 14h2v2M13 14h3v2" />
        </svg>
        {label}
      </Button>
      <p role="alert" className="col-span-full font-medium text-brick empty:sr-only">
        <Text>{isFailed && failed}</Text>
      </p>
      {Dialog && (
        <Dialog
          lang={lang}
          onClose={close}
          onType={() => {
            close()
            // Once the window is gone, which gives the focus back to the button.
            requestAnimationFrame(onType)
          }}
          onFound={code => {
            close()
            onFound(code)
          }}
        />
      )}
    </>
  )
}
