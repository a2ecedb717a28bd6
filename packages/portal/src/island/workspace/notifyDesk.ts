import type { Lang } from '@gongshi/ui/browser'
import { element, replace } from '../../verifier/dom.ts'
import { changeNotices, readNotices } from './keptNotices.ts'
import { noticeTexts } from './noticeTexts.ts'

/** Turns notifications by the browser on and off: the browser is asked only when the reader presses the button. */
export function openNotify(host: HTMLElement, chain: string, lang: Lang): void {
  const text = noticeTexts[lang]
  const said = element('p', { role: 'status' })
  const button = element('button', { type: 'button', class: 'ds-button', 'data-variant': 'secondary' })
  const isOn = () => Notification.permission === 'granted' && readNotices(chain).tells
  const show = () => {
    const isDenied = Notification.permission === 'denied'
    replace(said, isDenied ? text.denied : isOn() ? text.isOn : text.isOff)
    replace(button, isOn() ? text.turnOff : text.turnOn)
    button.hidden = isDenied
  }
  if (!('Notification' in globalThis)) {
    replace(host, element('p', {}, text.absent))
    return
  }
  button.addEventListener('click', async () => {
    const tells = !isOn() && (await Notification.requestPermission()) === 'granted'
    changeNotices(chain, { tells })
    show()
  })
  replace(host, element('div', { class: 'stack' }, said, button))
  show()
}
