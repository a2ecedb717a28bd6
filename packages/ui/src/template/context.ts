import { TemplateError } from './errors.ts'

/**
 * Where a value stands in a template. Escaping alone makes text and quoted attributes safe; a URL also needs its
 * scheme checked as a whole, over every part of the attribute, and some places take no value at all.
 */
export type Hole =
  | { readonly kind: 'text' }
  | { readonly kind: 'attributes' }
  | { readonly kind: 'value' }
  /** `first` and `last` are the holes of one attribute value; `before` is what the template wrote ahead of this one. */
  | {
      readonly kind: 'url'
      readonly opens: boolean
      readonly before: string
      readonly closes: boolean
      readonly after: string
    }

const urlAttributes = new Set(
  'href src action formaction poster cite data ping background manifest longdesc xlink:href'.split(' '),
)
const forbiddenAttributes = new Set('style srcdoc srcset imagesrcset integrity nonce http-equiv'.split(' '))
/** Elements whose content or attributes run or restyle: a value in them is never needed here. */
const forbiddenElements = new Set(
  'script style iframe object embed base animate set foreignobject noscript plaintext xmp template'.split(' '),
)

type State =
  | 'text'
  | 'tagOpen'
  | 'tagName'
  | 'endTag'
  | 'tag'
  | 'attributeName'
  | 'afterName'
  | 'beforeValue'
  | 'value'
  | 'unquoted'
  | 'comment'

type Scanner = {
  state: State
  element: string
  attribute: string
  quote: string
  written: string
  closed: boolean
  /** The holes of the attribute value that is open, to be completed when its quote closes. */
  open: { at: number; before: string }[]
}

/** The context of each hole of a template, found once from its literal parts. @throws {TemplateError} */
export function findHoles(strings: readonly string[]): readonly Hole[] {
  const holes: Hole[] = []
  const scanner: Scanner = {
    state: 'text',
    element: '',
    attribute: '',
    quote: '',
    written: '',
    closed: false,
    open: [],
  }
  for (const [index, literal] of strings.entries()) {
    for (const character of literal) {
      transitions[scanner.state](scanner, character)
      if (scanner.closed) closeValue(scanner, holes)
    }
    if (index < strings.length - 1) holes.push(holeHere(scanner, holes.length))
  }
  if (scanner.state !== 'text') throw new TemplateError('template-truncated', scanner.element)
  return holes
}

function holeHere(scanner: Scanner, at: number): Hole {
  const { state, element, attribute } = scanner
  if (forbiddenElements.has(element) && state !== 'text') throw new TemplateError('template-element', element)
  if (state === 'text') {
    if (forbiddenElements.has(element)) throw new TemplateError('template-element', element)
    return { kind: 'text' }
  }
  if (state === 'tag') return { kind: 'attributes' }
  if (state !== 'value')
    throw new TemplateError(
      state === 'beforeValue' || state === 'unquoted' ? 'template-unquoted' : 'template-position',
      element,
    )
  assertAttribute(element, attribute)
  if (!urlAttributes.has(attribute)) return { kind: 'value' }
  scanner.open.push({ at, before: scanner.written })
  scanner.written = ''
  return { kind: 'url', opens: false, before: '', closes: false, after: '' }
}

export function assertAttribute(element: string, name: string): void {
  if (name.startsWith('on') || forbiddenAttributes.has(name) || (element === 'meta' && name === 'content'))
    throw new TemplateError('template-attribute', `${element} ${name}`)
}

export function isUrlAttribute(name: string): boolean {
  return urlAttributes.has(name)
}

function closeValue(scanner: Scanner, holes: Hole[]): void {
  for (const [order, { at, before }] of scanner.open.entries()) {
    const closes = order === scanner.open.length - 1
    holes[at] = { kind: 'url', opens: order === 0, before, closes, after: closes ? scanner.written : '' }
  }
  scanner.open = []
  scanner.written = ''
  scanner.closed = false
}

const space = /\s/
const nameStart = /[A-Za-z]/

/** What each state does with the next character, as the HTML standard's tokenizer does for well-formed markup. */
const transitions: { readonly [S in State]: (scanner: Scanner, character: string) => void } = {
  text: inText,
  tagOpen: openTag,
  tagName: nameTag,
  endTag: nameTag,
  tag: inTag,
  attributeName: inTag,
  afterName: inTag,
  beforeValue: openValue,
  value: inValue,
  unquoted: inUnquoted,
  comment: inComment,
}

function inText(scanner: Scanner, character: string): void {
  if (character === '<') scanner.state = 'tagOpen'
}

/** A comment with a ">" in it ends early here: what follows is then taken for text, which only escapes more. */
function inComment(scanner: Scanner, character: string): void {
  if (character === '>') leaveTag(scanner)
}

function inValue(scanner: Scanner, character: string): void {
  if (character !== scanner.quote) scanner.written += character
  else {
    scanner.state = 'tag'
    scanner.closed = true
  }
}

function inUnquoted(scanner: Scanner, character: string): void {
  if (character === '>') endTagHead(scanner)
  else if (space.test(character)) scanner.state = 'tag'
}

function openTag(scanner: Scanner, character: string): void {
  scanner.written = ''
  if (character === '/') {
    scanner.state = 'endTag'
    scanner.element = ''
  } else if (character === '!') {
    scanner.state = 'comment'
    scanner.element = '!'
  } else if (nameStart.test(character)) {
    scanner.state = 'tagName'
    scanner.element = character.toLowerCase()
  } else throw new TemplateError('template-position', '<')
}

function nameTag(scanner: Scanner, character: string): void {
  if (character === '>') leaveTag(scanner)
  else if (space.test(character) || character === '/') scanner.state = scanner.state === 'endTag' ? 'endTag' : 'tag'
  else if (scanner.state === 'tagName') scanner.element += character.toLowerCase()
}

function leaveTag(scanner: Scanner): void {
  if (scanner.state !== 'tagName' && scanner.state !== 'tag') scanner.element = ''
  scanner.state = 'text'
  scanner.written = ''
}

function inTag(scanner: Scanner, character: string): void {
  if (character === '>') endTagHead(scanner)
  else if (space.test(character) || character === '/') {
    if (scanner.state === 'attributeName') scanner.state = 'afterName'
  } else if (character === '=' && scanner.state !== 'tag') scanner.state = 'beforeValue'
  else if (scanner.state === 'attributeName') scanner.attribute += character.toLowerCase()
  else {
    scanner.state = 'attributeName'
    scanner.attribute = character.toLowerCase()
  }
}

function openValue(scanner: Scanner, character: string): void {
  if (space.test(character)) return
  if (character === '"' || character === "'") {
    scanner.state = 'value'
    scanner.quote = character
    scanner.written = ''
  } else scanner.state = 'unquoted'
}

/** The content of a raw-text element is remembered by its name until the end tag; other elements' is just text. */
function endTagHead(scanner: Scanner): void {
  scanner.state = 'text'
  if (!forbiddenElements.has(scanner.element)) scanner.element = ''
}
