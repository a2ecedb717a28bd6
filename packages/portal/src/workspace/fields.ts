import type { durationUnits, FormField, FormLayout, Kind } from '@gongshi/affair-kit'
import { attributes, type Child, fill, type Html, html, type Lang } from '@gongshi/ui'
import { type PageText, pageTexts } from '../texts/pages.ts'
import { pickerOf } from './pickers.ts'

/** What the inputs of one form have in common. */
export type FieldMeans = Pick<FormLayout, 'affair' | 'words'> & {
  readonly lang: Lang
  readonly answers: ReadonlyMap<string, string>
  /** As "UTC+08:00 (Asia/Shanghai)". */
  readonly zone: string
}

type Member = Pick<FormField, 'label' | 'help' | 'kind'> & { readonly path: string; readonly isOptional: boolean }

/** The input of one member of an act: label, help, a place for what is wrong, and what its kind takes. */
export function fieldHtml({ name, label, help, kind }: FormField, means: FieldMeans): Html {
  return memberHtml({ label, help: fill(help, { zone: means.zone }), kind, path: name, isOptional: false }, means)
}

function memberHtml(member: Member, means: FieldMeans): Html {
  const { kind } = member
  switch (kind.kind) {
    case 'option':
      return memberHtml({ ...member, kind: kind.of, isOptional: true }, means)
    case 'record':
      return group(member, means, recordParts(member, kind, means))
    case 'list':
      return group(
        member,
        means,
        kind.of.kind === 'oneOf' ? checks(member, kind.of, means) : items(member, kind.of, means),
      )
    default:
      return isPlain(kind) ? plain(member, means) : group(member, means, parts(member, means))
  }
}

/** Kinds that are one input. */
function isPlain({ kind }: Kind): boolean {
  return !['money', 'organ', 'division', 'rational', 'time', 'duration', 'commitment', 'ref'].includes(kind)
}

const id = (path: string): string => `f-${path}`
const told = (path: string): string => `h-${path} e-${path}`

function head({ label, isOptional }: Member, { lang }: FieldMeans): Child {
  return isOptional ? html`${label} <span class="soft small">(${pageTexts[lang].actOptional})</span>` : label
}

function notes({ path, help }: Member): Html {
  return html`<p class="small soft" id="h-${path}">${help}</p><p class="field-error" id="e-${path}" hidden></p>`
}

function plain(member: Member, means: FieldMeans): Html {
  const { path, kind } = member
  return html`<div class="field" data-path="${path}"><label class="ds-label" for="${id(path)}">${head(member, means)}</label>${notes(member)}${picker(member, means)}${control(member, means)}${suggestions(kind, path)}</div>`
}

function group(member: Member, means: FieldMeans, content: Child): Html {
  const { path } = member
  const isComposite = member.kind.kind === 'list' || member.kind.kind === 'record'
  const given =
    member.isOptional && isComposite
      ? html`<p><label><input type="checkbox" name="${path}.given" value="yes" ${attributes({ checked: means.answers.get(`${path}.given`) === 'yes' })}> ${pageTexts[means.lang].actGiven}</label></p>`
      : null
  return html`<fieldset class="field" id="${id(path)}" data-path="${path}" tabindex="-1" aria-describedby="${told(path)}"><legend class="ds-label">${head(member, means)}</legend>${notes(member)}${given}${picker(member, means)}${content}</fieldset>`
}

function control({ path, kind }: Member, means: FieldMeans): Html {
  const value = means.answers.get(path) ?? ''
  const common = { id: id(path), name: path, 'aria-describedby': told(path) }
  switch (kind.kind) {
    case 'oneOf':
      return select(
        common,
        kind.values.map((word) => [word, means.words[word] ?? word]),
        value,
        means,
      )
    case 'bool': {
      const text = pageTexts[means.lang]
      return select(
        common,
        [
          ['true', text.actYes],
          ['false', text.actNo],
        ],
        value,
        means,
      )
    }
    case 'text':
      if (kind.max > 120)
        return html`<textarea class="ds-input" rows="${kind.max > 600 ? 6 : 3}" ${attributes(common)}>${value}</textarea>`
      return html`<input class="ds-input" type="text" ${attributes({ ...common, value })}>`
    case 'date':
      return html`<input class="ds-input short" type="date" ${attributes({ ...common, value })}>`
    case 'int':
    case 'workdays':
      return html`<input class="ds-input short" type="text" inputmode="numeric" ${attributes({ ...common, value })}>`
    default:
      return html`<input class="ds-input" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" ${attributes({ ...common, value, list: kind.kind === 'code' ? `l-${path}` : null })}>`
  }
}

function select(
  common: Readonly<Record<string, string>>,
  options: readonly (readonly [value: string, word: string])[],
  chosen: string,
  { lang }: FieldMeans,
): Html {
  return html`<select class="ds-input" ${attributes(common)}><option value="">${pageTexts[lang].actChoose}</option>${options.map(
    ([value, word]) => html`<option ${attributes({ value, selected: value === chosen })}>${word}</option>`,
  )}</select>`
}

/** Kinds of records that people know, for those who would not guess the code. */
function suggestions(kind: Kind, path: string): Html | null {
  if (kind.kind !== 'code') return null
  const known = kind.list === 'publication-kind' ? ['notice', 'decision', 'policy', 'regulation', 'plan', 'report'] : []
  return html`<datalist id="l-${path}">${known.map((value) => html`<option value="${value}"></option>`)}</datalist>`
}

type Part = readonly [part: string, label: PageText, type?: 'date' | 'time']

const partsByKind: { readonly [kind: string]: readonly Part[] } = {
  money: [
    ['currency', 'actCurrency'],
    ['amount', 'actAmount'],
  ],
  organ: [
    ['scheme', 'actScheme'],
    ['id', 'actOrganId'],
  ],
  division: [
    ['scheme', 'actScheme'],
    ['code', 'actCode'],
    ['date', 'actCodeDate', 'date'],
  ],
  rational: [
    ['numerator', 'actNumerator'],
    ['denominator', 'actDenominator'],
  ],
  time: [
    ['day', 'actDay', 'date'],
    ['clock', 'actClock', 'time'],
  ],
  duration: [['amount', 'actNumber']],
}

/** Kinds that are typed in several inputs, side by side. */
function parts(member: Member, means: FieldMeans): Html {
  const { path, kind } = member
  if (kind.kind === 'commitment') return content(member, means)
  if (kind.kind === 'ref') return html`<p>${partInput(path, 'actCode', undefined, means, member.label)}</p>`
  const inputs = partsByKind[kind.kind]!.map(
    ([part, label, type]) => html`<p>${partInput(`${path}.${part}`, label, type, means)}</p>`,
  )
  const zone = kind.kind === 'time' ? html`<p class="small soft">${means.zone}</p>` : null
  return html`<div class="field-parts">${inputs}${kind.kind === 'duration' ? html`<p>${unit(path, means)}</p>` : null}${zone}</div>`
}

function partInput(
  path: string,
  label: PageText,
  type: 'date' | 'time' | undefined,
  means: FieldMeans,
  words: string = pageTexts[means.lang][label],
): Html {
  const at = { id: `p-${path}`, name: path, value: means.answers.get(path) ?? '', step: type === 'time' ? '1' : null }
  return html`<label class="small" for="p-${path}">${words}</label><input class="ds-input" type="${type ?? 'text'}" autocomplete="off" autocapitalize="off" spellcheck="false" ${attributes(at)}>`
}

function unit(path: string, means: FieldMeans): Html {
  const text = pageTexts[means.lang]
  const words: { readonly [unit in keyof typeof durationUnits]: string } = {
    seconds: text.actSeconds,
    minutes: text.actMinutes,
    hours: text.actHours,
    days: text.actDays,
  }
  const chosen = means.answers.get(`${path}.unit`) ?? 'days'
  return html`<label class="small" for="p-${path}.unit">${text.actUnit}</label><select class="ds-input" id="p-${path}.unit" name="${path}.unit">${Object.entries(
    words,
  ).map(
    ([value, word]) => html`<option ${attributes({ value, selected: value === chosen })}>${word}</option>`,
  )}</select>`
}

/** A new content becomes a commitment in the browser; one that is there already is named by its own. */
function content({ path, kind }: Member, means: FieldMeans): Html {
  const text = pageTexts[means.lang]
  const isNew = kind.kind === 'commitment' && kind.schema !== 'content'
  const make = html`<p><label class="small" for="c-${path}">${text.actFile}</label><input class="file" type="file" id="c-${path}" data-content="file"></p>
<p><label class="small" for="w-${path}">${text.actWritten}</label><textarea class="ds-input" id="w-${path}" rows="5" data-content="written"></textarea></p>`
  return html`<div class="stack" ${attributes({ 'data-commits': isNew ? path : null })}>${isNew ? make : null}<p>${partInput(path, 'actCommitment', undefined, means)}</p></div>`
}

function recordParts(member: Member, kind: Extract<Kind, { kind: 'record' }>, means: FieldMeans): Child {
  return Object.entries(kind.fields).map(([name, field]) =>
    inner({ path: `${member.path}.${name}`, kind: field, label: means.words[name] ?? name }, means),
  )
}

/** Inside a list or a record the labels say enough. */
function inner(member: Pick<Member, 'path' | 'kind' | 'label'>, means: FieldMeans): Html {
  return memberHtml({ ...member, help: '', isOptional: false }, means)
}

function checks({ path }: Member, kind: Extract<Kind, { kind: 'oneOf' }>, { words, answers }: FieldMeans): Html {
  const length = Number(answers.get(`${path}.length`) ?? '0')
  const chosen = new Set(Array.from({ length }, (_, at) => answers.get(`${path}[${at}]`)))
  return html`<div class="field-checks" data-set="${path}">${kind.values.map(
    (value) =>
      html`<label><input type="checkbox" ${attributes({ value, checked: chosen.has(value) })}> ${words[value] ?? value}</label>`,
  )}</div>`
}

/** `[#]` stands for the number of an item that is not there yet. */
function items({ path, label }: Member, of: Kind, means: FieldMeans): Html {
  const text = pageTexts[means.lang]
  const length = Number(means.answers.get(`${path}.length`) ?? '0')
  const item = (at: string, number: string): Html =>
    html`<div class="field-item stack" data-item>${inner({ path: `${path}[${at}]`, kind: of, label: fill(text.actItem, { number }) }, means)}<p><button type="button" class="ds-button" data-variant="secondary" data-remove>${text.actRemove} <span class="visually-hidden">${label}</span></button></p></div>`
  return html`<div class="stack" data-list="${path}"><div class="stack" data-items>${Array.from({ length }, (_, at) => item(String(at), String(at + 1)))}</div>
<fieldset hidden disabled data-prototype>${item('#', '#')}</fieldset>
<p><button type="button" class="ds-button" data-variant="secondary" data-add>${text.actAdd} <span class="visually-hidden">${label}</span></button></p></div>`
}

/** Where rows are found whose words fill the inputs of this member. */
function picker({ path, kind }: Member, means: FieldMeans): Html | null {
  const source = pickerOf(kind, means.affair)
  if (source === null) return null
  const { affair, entity, take } = source
  const box = { role: 'combobox', 'aria-expanded': 'false', 'aria-autocomplete': 'list', 'aria-controls': `o-${path}` }
  return html`<div class="picker" ${attributes({ 'data-affair': affair, 'data-entity': entity, 'data-take': take, 'data-into': path })}><label class="small" for="s-${path}">${pageTexts[means.lang].actFind}</label><input class="ds-input" type="text" id="s-${path}" autocomplete="off" ${attributes(box)}><ul class="picker-list" role="listbox" id="o-${path}" aria-label="${pageTexts[means.lang].actFind}" hidden></ul></div>${kind.kind === 'code' ? html`<p class="small" aria-hidden="true">${pageTexts[means.lang].actCode}</p>` : null}`
}
