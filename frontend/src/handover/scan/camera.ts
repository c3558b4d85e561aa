/**
 * Why there is no picture: not allowed, no camera, taken by another program, let go while the page was hidden, a browser
 * without any access, or something else.
 */
export type CameraFault = 'refused' | 'missing' | 'busy' | 'paused' | 'unsupported' | 'failed'

const faults: Record<string, CameraFault> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

/** Opens the camera, that at the back where there are two. Whoever gets it stops it. */
export async function openCamera(): Promise<{ stream: MediaStream } | { fault: CameraFault }> {
  if (!navigator.mediaDevices?.getUserMedia) return { fault: 'unsupported' }
  try {
    const video = { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } }
    return { stream: await navigator.mediaDevices.getUserMedia({ video, audio: false }) }
  } catch (error) {
    return { fault: (error instanceof DOMException && faults[error.name]) || 'failed' }
  }
}

/** The light of the camera goes out. */
export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
