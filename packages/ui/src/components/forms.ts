import { attributes, type Child, type Html, html } from '../template/html.ts'

/** `for`: the id of the input that is wrong, so that the summary leads there. */
export type FieldError = { readonly for: string; readonly message: string }

type Field = { readonly id: string; readonly label: string; readonly hint: string; readonly error: string | null }

/** What is wrong with a form, before it, each a link to its input; nothing when nothing is. */
export function errorSummary(heading: string, errors: readonly FieldError[]): Html | null {
  if (errors.length === 0) return null
  return html`<div class="ds-alert stack error-summary" data-color="danger" role="alert" aria-labelledby="error-summary" tabindex="-1"><h2 class="subtitle" id="error-summary">${heading}</h2>
<ul class="plain">${errors.map((error) => html`<li><a class="ds-link" href="#${error.for}">${error.message}</a></li>`)}</ul></div>`
}

/** One input with its label, its hint and, where there is one, its error; `more` are attributes of the input itself. */
export function textField(
  { id, label, hint, error }: Field,
  value: string,
  more: Readonly<Record<string, string | number | boolean>> = {},
): Html {
  const input = attributes({ id, name: id, value, type: 'text', ...more, ...described(id, error) })
  return html`<div class="field"><label class="ds-label" for="${id}">${label}</label>${notes({ id, hint, error })}<input class="ds-input" ${input}></div>`
}

/**
 * A date typed as figures, each part in its own input in the order of the language: quicker by keyboard than a calendar,
 * and the same in every browser. Names are `id` and `-year`, `-month`, `-day`.
 */
export function dateField(
  field: Field,
  parts: readonly { readonly part: 'year' | 'month' | 'day'; readonly label: string; readonly value: string }[],
): Html {
  const { id, label, error } = field
  const part = (one: (typeof parts)[number]): Html => {
    const of = `${id}-${one.part}`
    const size = one.part === 'year' ? 4 : 2
    const input = attributes({ id: of, name: of, value: one.value, size, maxlength: size, ...described(id, error) })
    return html`<span><label for="${of}">${one.label}</label><input class="ds-input" type="text" inputmode="numeric" ${input}></span>`
  }
  return html`<fieldset class="field" id="${id}" tabindex="-1"><legend class="ds-label">${label}</legend>${notes(field)}<span class="date-parts">${parts.map(part)}</span></fieldset>`
}

/** A place to choose a file or drop one: the input fills it, so that both work without a script. */
export function fileDrop(field: Field, accept: string): Html {
  const { id, label, error } = field
  const input = attributes({ id, name: id, accept, ...described(id, error) })
  return html`<div class="field"><label class="ds-label" for="${id}">${label}</label>${notes(field)}<input class="file-drop" type="file" ${input}></div>`
}

function notes({ id, hint, error }: Pick<Field, 'id' | 'hint' | 'error'>): Child {
  const wrong = error === null ? null : html`<p class="field-error" id="${`${id}-error`}">${error}</p>`
  return html`<p class="small soft" id="${`${id}-hint`}">${hint}</p>${wrong}`
}

function described(id: string, error: string | null): Readonly<Record<string, string>> {
  const hint = `${id}-hint`
  return error === null
    ? { 'aria-describedby': hint }
    : { 'aria-describedby': `${hint} ${id}-error`, 'aria-invalid': 'true' }
}
