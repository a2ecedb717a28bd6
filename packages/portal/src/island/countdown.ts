import { formatSpan } from '@gongshi/ui/browser'

/** `<gongshi-countdown>`: how long it is until a moment, by the reader's clock; the moment itself stands beside it. */
class GongshiCountdown extends HTMLElement {
  #timer: ReturnType<typeof setTimeout> | undefined

  connectedCallback(): void {
    this.#show()
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
  }

  #show(): void {
    const { until = '', left = '', over = '' } = this.dataset
    const rest = Date.parse(until) - Date.now()
    if (!(rest > 0)) {
      this.textContent = over
      return
    }
    const lang = this.closest('[lang]')?.getAttribute('lang')?.startsWith('zh') === true ? 'zh' : 'en'
    this.textContent = left.replace('{span}', formatSpan(rest, lang))
    // Where hours count nobody needs the seconds.
    this.#timer = setTimeout(() => this.#show(), rest > 3_600_000 ? 30_000 : 1000)
  }
}

customElements.define('gongshi-countdown', GongshiCountdown)
