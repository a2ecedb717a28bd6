import { element } from '../dom.ts'
import { watchCamera } from './camera.ts'
import type { CodesDoor } from './door.ts'
import type { Texts } from './pictures.ts'
import { words } from './words.ts'

export type CameraView = {
  readonly video: HTMLVideoElement
  /** Opens the camera, and closes it. */
  readonly button: HTMLButtonElement
  readonly close: () => void
}

/** What the camera sees, and its button. `tell` hears how it went, `seen` what codes said. */
export function cameraView(
  say: CodesDoor['say'],
  tell: (said: string) => void,
  seen: (texts: Texts) => void,
): CameraView {
  const video = element('video', { class: 'codes-video', playsinline: true, muted: true, hidden: true })
  const look = { type: 'button', class: 'ds-button', 'data-variant': 'secondary' }
  const button = words(say, 'button', 'codesCamera', look)
  let stop: (() => void) | null = null

  const draw = (): void => {
    const key = stop === null ? 'codesCamera' : 'codesStop'
    video.hidden = stop === null
    button.dataset.text = key
    button.textContent = say(key)
  }
  const close = (): void => {
    stop?.()
    stop = null
    video.srcObject = null
    draw()
  }
  const open = async (): Promise<void> => {
    if (navigator.mediaDevices === undefined) return tell(say('codesNoCamera'))
    button.disabled = true
    video.hidden = false
    try {
      stop = await watchCamera(video, seen)
      tell(say('codesLooking'))
    } catch (cause) {
      const isDenied = cause instanceof DOMException && cause.name === 'NotAllowedError'
      tell(say(isDenied ? 'codesDenied' : 'codesNoCamera'))
    }
    button.disabled = false
    draw()
  }
  button.addEventListener('click', () => (stop === null ? void open() : close()))
  return { video, button, close }
}
