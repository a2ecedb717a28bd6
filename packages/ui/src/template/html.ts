import { html as escapeWith, raw } from 'hono/html'
import { assertAttribute, findHoles, type Hole, isUrlAttribute } from './context.ts'
import { TemplateError } from './errors.ts'
import { safeUrl } from './safeUrl.ts'

/** Markup that came out of a template: the only thing that a template takes unescaped. */
export type Html = ReturnType<typeof raw>
export type Child = Html | string | number | bigint | boolean | null | undefined | readonly Child[]
/** Attributes given as one value, for those that may be absent; true writes the bare name, false and null leave it out. */
class Attributes {
  readonly entries: readonly (readonly [string, string | number | boolean | null | undefined])[]

  constructor(entries: Readonly<Record<string, string | number | boolean | null | undefined>>) {
    this.entries = Object.entries(entries)
  }
}

export function attributes(
  entries: Readonly<Record<string, string | number | boolean | null | undefined>>,
): Attributes {
  return new Attributes(entries)
}

const known = new WeakMap<TemplateStringsArray, readonly Hole[]>()

/**
 * A template that escapes by default (hono's escaping) and knows where each value stands: values are refused in
 * scripts, styles, event handlers, `srcdoc` and unquoted attributes; a URL attribute is checked as a whole, so that two
 * harmless parts cannot make a `javascript:` between them.
 * @throws {TemplateError} for a template that its author must mend, never for what a value says.
 */
export function html(strings: TemplateStringsArray, ...values: readonly (Child | Attributes)[]): Html {
  let holes = known.get(strings)
  if (holes === undefined) {
    holes = findHoles(strings)
    known.set(strings, holes)
  }
  let out = strings[0]!
  let url = ''
  let urlFrom = 0
  for (const [index, hole] of holes.entries()) {
    const value = values[index]
    if (hole.kind === 'url') {
      if (hole.opens) {
        url = ''
        urlFrom = out.length - hole.before.length
      }
      url += hole.before + plain(value)
      if (hole.closes)
        out =
          out.slice(0, urlFrom) + escapeText(safeUrl(url + hole.after)) + strings[index + 1]!.slice(hole.after.length)
      continue
    }
    out += render(hole, value) + strings[index + 1]!
  }
  return raw(out)
}

/**
 * Lets markup through as it is. For our own generators only (state diagrams, law pages of the affair kit), never for
 * anything that came from outside.
 */
export function trusted(markup: string): Html {
  return raw(markup)
}

function render(hole: Hole, value: Child | Attributes): string {
  if (hole.kind === 'text') return children(value)
  if (hole.kind === 'value') return escapeText(plain(value))
  if (value === null || value === undefined || value === false || value === '') return ''
  if (!(value instanceof Attributes)) throw new TemplateError('template-position', 'attribute')
  return value.entries.map(renderAttribute).join('')
}

function renderAttribute([name, value]: readonly [string, string | number | boolean | null | undefined]): string {
  if (value === false || value === null || value === undefined) return ''
  if (!/^[a-z][a-z0-9:-]*$/.test(name)) throw new TemplateError('template-attribute', name)
  assertAttribute('', name)
  if (value === true) return ` ${name}`
  return ` ${name}="${escapeText(isUrlAttribute(name) ? safeUrl(String(value)) : String(value))}"`
}

function children(value: Child | Attributes): string {
  if (value === null || value === undefined || typeof value === 'boolean') return ''
  if (isMarkup(value)) return value.toString()
  if (Array.isArray(value)) return value.map(children).join('')
  return escapeText(plain(value as Child))
}

/** Only a String made by a template counts: an object out of parsed JSON that says `isEscaped` does not. */
function isMarkup(value: unknown): value is Html {
  return value instanceof String && (value as unknown as { isEscaped?: boolean }).isEscaped === true
}

function plain(value: Child | Attributes): string {
  if (value === null || value === undefined || typeof value === 'boolean') return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  throw new TemplateError('template-value', typeof value)
}

function escapeText(text: string): string {
  return String(escapeWith`${text}`)
}

/** Fills `{name}` places of a text with markup. A name without a value stays as it is. */
export function fillParts(text: string, values: Readonly<Record<string, Child>>): Child {
  return text
    .split(/(\{\w+\})/)
    .map((part) =>
      /^\{\w+\}$/.test(part) && Object.hasOwn(values, part.slice(1, -1)) ? values[part.slice(1, -1)] : part,
    )
}
