/**
 * QR codes in pictures and before the camera. The reader is part of the page, so that every browser reads the same
 * codes, with no network; what it reads is text, and judged like any other.
 */
import { decodeQR } from 'qr/decode.js'

export interface Pixels {
  readonly width: number
  readonly height: number
  /** Red, green, blue, alpha of each, row by row. */
  readonly data: Uint8ClampedArray
}

/** More pixels than a code needs only take longer; a photograph is made smaller first. */
const SIDE_MAX = 1600
const PICTURE_MS = 1000
const FRAME_MS = 120

/** The text of the code, or null where there is none that can be read. */
export function textInPixels(
  { width, height, data }: Pixels,
  timeLimit = PICTURE_MS,
): string | null {
  try {
    return decodeQR({ width, height, data }, { timeLimit })
  } catch {
    // It throws where there is no code, and that is the answer.
    return null
  }
}

/** The same for a picture in a file; undefined for what is no picture. */
export async function textInPicture(picture: Blob): Promise<string | null | undefined> {
  const bitmap = await createImageBitmap(picture).catch(() => undefined)
  if (bitmap === undefined) return undefined
  const pixels = pixelsOf(bitmap, bitmap)
  return pixels === null ? undefined : textInPixels(pixels)
}

/** Whether a page may ask for a camera here at all. */
export function hasCamera(): boolean {
  const { mediaDevices } = navigator as Partial<Navigator>
  return typeof mediaDevices?.getUserMedia === 'function'
}

/** The first text that is seen; null if it is stopped before. Rejects where the camera is refused or missing. */
export async function textBeforeCamera(
  video: HTMLVideoElement,
  stopped: AbortSignal,
): Promise<string | null> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1280 } },
  })
  try {
    video.srcObject = stream
    await video.play()
    while (!stopped.aborted) {
      const size = { width: video.videoWidth, height: video.videoHeight }
      const pixels = size.width === 0 ? null : pixelsOf(video, size)
      const text = pixels === null ? null : textInPixels(pixels, FRAME_MS)
      if (text !== null) return text
      // oxlint-disable-next-line no-await-in-loop -- one picture after the other, and the page moves in between.
      await new Promise((done) => setTimeout(done, FRAME_MS))
    }
    return null
  } finally {
    for (const track of stream.getTracks()) track.stop()
    video.srcObject = null
  }
}

function pixelsOf(
  source: CanvasImageSource,
  { width, height }: { readonly width: number; readonly height: number },
): Pixels | null {
  const scale = Math.min(1, SIDE_MAX / Math.max(width, height, 1))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return null
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}
