/** Filled in below. */
customElements.define('gongshi-check', class extends HTMLElement {})
