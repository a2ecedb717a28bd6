import { frameLoop, QRCamera, QRCanvas } from 'qr/dom.js'
import { type Texts, textsOf } from './pictures.ts'

/** The camera that looks away from the reader, sharp enough for a code of 81 modules that fills half of the picture. */
const wanted = { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } }

/**
 * Reads what the camera sees, picture by picture, until it is told to stop. The pictures stay in the page.
 * @returns what stops it
 * @throws {DOMException} NotAllowedError, NotFoundError and the like (Media Capture and Streams, getUserMedia)
 */
export async function watchCamera(video: HTMLVideoElement, seen: (texts: Texts) => void): Promise<() => void> {
  const camera = new QRCamera(video, await navigator.mediaDevices.getUserMedia({ video: wanted }))
  const canvas = new QRCanvas({}, { decodeAll: true, cropToSquare: false, async: true })
  let watching = true
  const stop = frameLoop(async () => {
    const texts = textsOf(await camera.readFrame(canvas, true))
    if (watching) seen(texts)
  }, video)
  return () => {
    watching = false
    stop()
    camera.stop()
  }
}
