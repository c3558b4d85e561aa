/**
 * Why nothing is read: not allowed, no camera, used by another program, released while the page was hidden, not
 * supported by the browser, its reader of QR codes did not load, or another reason.
 */
export type CameraFault = 'refused' | 'missing' | 'busy' | 'paused' | 'unsupported' | 'unread' | 'failed'

const faults: Record<string, CameraFault> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

/** Opens the camera, the rear one if there are two. The caller must close it. */
export async function openCamera(): Promise<{ stream: MediaStream } | { fault: CameraFault }> {
  if (!navigator.mediaDevices?.getUserMedia) return { fault: 'unsupported' }
  try {
    const video = { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } }
    return { stream: await navigator.mediaDevices.getUserMedia({ video, audio: false }) }
  } catch (error) {
    return { fault: (error instanceof DOMException && faults[error.name]) || 'failed' }
  }
}

/** Stops the camera. */
export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
