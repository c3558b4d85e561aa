import { loadPart } from '../../ui/load-part.ts'

/** Reads the QR code that a video shows at this moment, or null if it shows none. */
type QrReader = (video: HTMLVideoElement) => Promise<string | null>

type Detector = { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> }
type DetectorClass = {
  new (options: { formats: string[] }): Detector
  getSupportedFormats(): Promise<string[]>
}

/** In pixels. The library reads every size, but a larger one only takes longer. */
const LARGEST_SIDE = 960

/** Returns the browser's own reader if it reads QR codes, else that of the library, which is loaded only then. */
export async function openQrReader(): Promise<QrReader> {
  return (await nativeReader()) ?? libraryReader()
}

async function nativeReader(): Promise<QrReader | null> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass }
  if (!BarcodeDetector) return null
  const formats = await BarcodeDetector.getSupportedFormats().catch((): string[] => [])
  if (!formats.includes('qr_code')) return null
  const detector = new BarcodeDetector({ formats: ['qr_code'] })
  return async video => {
    const [first] = await detector.detect(video).catch(() => [])
    return first?.rawValue ?? null
  }
}

async function libraryReader(): Promise<QrReader> {
  const { decodeQR } = await loadPart(() => import('qr/decode.js'))
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  return async video => {
    const scale = Math.min(1, LARGEST_SIDE / Math.max(video.videoWidth, video.videoHeight))
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    if (!context || !canvas.width || !canvas.height) return null
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    try {
      return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height))
    } catch {
      return null
    }
  }
}
