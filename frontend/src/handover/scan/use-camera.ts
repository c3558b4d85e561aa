import type { RefObject } from 'preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { type CameraFault, closeCamera, openCamera } from './camera.ts'
import { openQrReader } from './qr-reader.ts'

const LOOK_EVERY_MS = 120

type CameraState = { name: 'starting' } | { name: 'looking' } | { name: 'fault'; fault: CameraFault }

/**
 * Shows the camera in this video and calls `onRead` with each QR code. Releases the camera when the component unmounts
 * or the page is hidden. `retry` opens it again.
 */
export function useCamera(video: RefObject<HTMLVideoElement | null>, onRead: (text: string) => void) {
  const [state, setState] = useState<CameraState>({ name: 'starting' })
  const [tries, setTries] = useState(0)
  const reading = useRef(onRead)
  reading.current = onRead

  // biome-ignore lint/correctness/useExhaustiveDependencies: another try opens the camera again
  useEffect(() => {
    const element = video.current
    if (!element) return
    const leaving = new AbortController()
    watch(element, leaving.signal, text => reading.current(text), setState).catch(() =>
      setState({ name: 'fault', fault: 'failed' }),
    )
    const hide = () => {
      if (document.visibilityState === 'visible') return
      leaving.abort()
      setState({ name: 'fault', fault: 'paused' })
    }
    document.addEventListener('visibilitychange', hide)
    return () => {
      document.removeEventListener('visibilitychange', hide)
      leaving.abort()
    }
  }, [video, tries])

  const retry = useCallback(() => {
    setState({ name: 'starting' })
    setTries(count => count + 1)
  }, [])
  return { state, retry }
}

async function watch(
  video: HTMLVideoElement,
  leaving: AbortSignal,
  onRead: (text: string) => void,
  tell: (state: CameraState) => void,
): Promise<void> {
  const opened = await openCamera()
  if ('fault' in opened) return leaving.aborted ? undefined : tell({ name: 'fault', fault: opened.fault })
  const { stream } = opened
  const stop = () => {
    closeCamera(stream)
    video.srcObject = null
  }
  // The dialog closed while the browser was still asking: stop the camera at once.
  if (leaving.aborted) return stop()
  leaving.addEventListener('abort', stop, { once: true })
  for (const track of stream.getTracks())
    track.addEventListener('ended', () => tell({ name: 'fault', fault: 'failed' }), { signal: leaving })
  video.srcObject = stream
  const [read] = await Promise.all([openQrReader().catch(() => null), video.play().catch(() => {})])
  if (leaving.aborted) return
  if (!read) {
    stop()
    return tell({ name: 'fault', fault: 'unread' })
  }
  tell({ name: 'looking' })
  while (!leaving.aborted) {
    const text = await read(video)
    if (leaving.aborted) return
    if (text) onRead(text)
    await new Promise(done => setTimeout(done, LOOK_EVERY_MS))
  }
}
