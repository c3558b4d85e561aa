import { parseTicketCode, type TicketCode } from '@tiptop/contract/ticket-code.ts'
import { useRef, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import type { Lang } from '../../ui/language.ts'
import { Modal } from '../../ui/modal.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Text } from '../../ui/text.tsx'
import type { CameraFault } from './camera.ts'
import { useCamera } from './use-camera.ts'
import { scanWords } from './words.ts'

/** `onType`: the employee closes the window to type the code. */
type Props = { lang: Lang; onFound(code: TicketCode): void; onType(): void; onClose(): void }

/** Faults that another try does not mend: what browsers could not load they do not ask for again. */
const final: CameraFault[] = ['missing', 'unsupported', 'unread']

/** Looks for the QR code of a ticket through the camera, and reports the first one. Says so if it sees another code. */
export function CameraDialog({ lang, onFound, onType, onClose }: Props) {
  const words = scanWords[lang]
  const video = useRef<HTMLVideoElement>(null)
  const [isForeign, setForeign] = useState(false)
  const isFound = useRef(false)

  function read(text: string) {
    const code = parseTicketCode(text)
    setForeign(code === null)
    if (!code || isFound.current) return
    isFound.current = true
    navigator.vibrate?.(60)
    onFound(code)
  }
  const { state, retry } = useCamera(video, read)

  return (
    <Modal title={words.title} closeLabel={words.close} onClose={onClose}>
      <div
        aria-hidden="true"
        className={`relative mt-4 aspect-4/3 overflow-hidden rounded-xl bg-night ${state.name === 'fault' ? 'hidden' : ''}`}
      >
        <video ref={video} muted playsInline className="size-full object-cover" />
        <Frame />
      </div>
      {state.name === 'fault' ? (
        <div className="mt-4 grid gap-4">
          <Notice tone="error">{words.faults[state.fault]}</Notice>
          {!final.includes(state.fault) && <Button onClick={retry}>{words.retry}</Button>}
        </div>
      ) : (
        <p role="status" className={`mt-4 text-center text-lg ${isForeign ? 'font-medium text-brick' : 'text-soft'}`}>
          <Text>{state.name === 'starting' ? words.starting : isForeign ? words.foreign : words.aim}</Text>
        </p>
      )}
      <Button look="quiet" onClick={onType} className="mt-4 w-full">
        {words.type}
      </Button>
    </Modal>
  )
}

/** Four corners that show where to hold the code. */
function Frame() {
  return (
    <svg viewBox="0 0 100 100" className="absolute inset-0 m-auto h-3/4 text-honey" aria-hidden="true">
      <path
        d="M4 24V10a6 6 0 0 1 6-6h14M76 4h14a6 6 0 0 1 6 6v14M96 76v14a6 6 0 0 1-6 6H76M24 96H10a6 6 0 0 1-6-6V76"
        fill="none"
        stroke="currentColor"
        stroke-width="3"
        stroke-linecap="round"
      />
    </svg>
  )
}
