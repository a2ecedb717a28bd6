import { attributes, type Html, html, seal } from '@gongshi/ui'
import { type VerifierText, verifierTexts } from './texts.ts'

/** The page before its script runs, in Chinese; the script puts in the reader's language by `data-text`. */
export function renderShell(): string {
  return html`<body>
<header class="masthead"><div class="wide masthead-row">
<div class="brand">${seal()}<div><h1>${words('title')}</h1>${words('subtitle')}</div></div>
<button type="button" id="language" class="ds-button" data-variant="tertiary" lang="en">${verifierTexts.zh.otherLanguage}</button>
</div></header>
<main id="main" class="wide">
<noscript><p class="ds-alert" data-color="danger">${verifierTexts.zh.noscript}</p><p class="ds-alert" data-color="danger" lang="en">${verifierTexts.en.noscript}</p></noscript>
<p class="prose">${words('offline')}</p>
<p class="prose small soft" id="origin"></p>
<div class="verifier-columns">
<div class="stack">${evidenceSection()}${trustSection()}
<div><button type="button" id="run" class="ds-button">${words('run')}</button><p id="missing" class="small problem" role="alert"></p></div>
</div>
<div>
<div id="verdict"></div>
<section aria-labelledby="steps-head"><h2 class="subtitle section-head" id="steps-head">${words('stepsHead')}</h2><ol id="steps" class="checks"></ol></section>
<div id="facts" class="section"></div>
</div>
</div>
<div id="live" role="log" aria-live="polite" class="ds-sr-only"></div>
</main>
<footer class="colophon"><div class="wide"><p>${words('footer')}</p></div></footer>
</body>`.toString()
}

/** A text that follows the language. */
function words(key: VerifierText): Html {
  return html`<span data-text="${key}">${verifierTexts.zh[key]}</span>`
}

function evidenceSection(): Html {
  return html`<section class="panel stack drop" id="drop" aria-labelledby="evidence-head"><h2 class="subtitle" id="evidence-head">${words('evidenceHead')}</h2>
<p class="small" id="evidence-hint">${words('evidenceHint')}</p>
<label class="ds-label" for="evidence">${words('evidenceChoose')}</label>
<input class="file" type="file" id="evidence" accept=".gse,.gsdraft,.json,image/*,application/vnd.gongshi.evidence+cbor" aria-describedby="evidence-hint evidence-said">
<p id="evidence-said" class="small" role="status"></p>
<button type="button" id="codes-scan" class="ds-button" data-variant="secondary">${words('codesScan')}</button>
<div id="codes"></div></section>`
}

function trustSection(): Html {
  const choice = { type: 'button', class: 'ds-button', 'data-variant': 'secondary', hidden: true }
  return html`<section class="panel stack" aria-labelledby="trust-head"><h2 class="subtitle" id="trust-head">${words('trustHead')}</h2>
<p class="small" id="trust-hint">${words('trustHint')}</p>
<label class="ds-label" for="trust">${words('trustChoose')}</label>
<input class="file" type="file" id="trust" accept=".json,application/json" aria-describedby="trust-hint trust-said">
<button ${attributes({ ...choice, id: 'trust-site' })}>${words('trustSite')}</button>
<div id="remembered"></div>
<p id="trust-said" class="small problem" role="status"></p>
<div id="trust-known" class="stack" hidden>
<dl class="facts"><div><dt>${words('chain')}</dt><dd id="trust-chain"></dd></div><div><dt>${words('validators')}</dt><dd id="trust-validators"></dd></div><div><dt>${words('fingerprint')}</dt><dd id="trust-fingerprint" class="hash"></dd></div></dl>
<fieldset class="plain-fieldset stack"><legend>${words('pinHead')}</legend>
<label class="ds-label" for="pin">${words('pinTyped')}</label>
<p class="small soft" id="pin-hint">${words('pinTypedHint')}</p>
<input class="ds-input" type="text" id="pin" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="pin-hint pin-said">
<p id="pin-said" class="small" role="status"></p>
<label class="tick"><input type="checkbox" id="compared"> ${words('pinCompared')}</label>
<label class="tick" id="remember-label" hidden><input type="checkbox" id="remember"> ${words('remember')}</label>
</fieldset></div></section>`
}
