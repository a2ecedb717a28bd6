import type { Fields, Kind } from '../kinds/kind.ts'
import { kindLimits } from '../kinds/limits.ts'
import { holdsText } from '../kinds/stored.ts'
import type { Examination } from './examination.ts'
import { checkDistinct, checkName } from './names.ts'

const slug = /^[a-z0-9][a-z0-9.-]{0,59}$/

export function checkFields(examination: Examination, fields: Fields, path: string): void {
  for (const [name, kind] of Object.entries(fields)) {
    checkName(examination, name, `${path}.${name}`)
    checkKind(examination, kind, `${path}.${name}`)
  }
}

/** Events and refusals stand in the log for ever: they carry no text that somebody wrote. */
export function checkNoText(examination: Examination, fields: Fields, path: string): void {
  for (const [name, kind] of Object.entries(fields))
    if (holdsText(kind))
      examination.fault('kind', `${path}.${name}`, 'free text does not belong in the log: a commitment or a code does')
}

function checkKind(examination: Examination, kind: Kind, path: string, depth = 0): void {
  const fault = (message: string) => examination.fault('kind', path, message)
  if (depth > kindLimits.maxDepth) {
    fault(`kinds nest at most ${kindLimits.maxDepth} deep`)
    return
  }
  switch (kind.kind) {
    case 'code':
      if (!slug.test(kind.list)) fault('a code list has a name of small letters, digits, dots and hyphens')
      return
    case 'commitment':
      if (!slug.test(kind.schema)) fault('a schema has a name of small letters, digits, dots and hyphens')
      return
    case 'text':
      checkCount(examination, kind.max, kindLimits.maxTextCharacters, path)
      return
    case 'bytes':
      checkCount(examination, kind.length, kindLimits.maxBytes, path)
      return
    case 'oneOf':
      for (const word of kind.values) checkName(examination, word, path)
      if (kind.values.length < 2) fault('a choice has at least two words')
      checkDistinct(examination, kind.values, path)
      return
    case 'ref':
      examination.entity({ affair: kind.affair ?? examination.declaration.name, entity: kind.entity }, path)
      return
    case 'option':
      if (kind.of.kind === 'option') fault('an option of an option says no more than an option')
      checkKind(examination, kind.of, path, depth + 1)
      return
    case 'list':
      checkCount(examination, kind.max, kindLimits.maxListItems, path)
      checkKind(examination, kind.of, path, depth + 1)
      return
    case 'record':
      for (const [name, field] of Object.entries(kind.fields)) {
        checkName(examination, name, `${path}.${name}`)
        checkKind(examination, field, `${path}.${name}`, depth + 1)
      }
  }
}

function checkCount(examination: Examination, count: number, max: number, path: string): void {
  if (!Number.isSafeInteger(count) || count < 1 || count > max)
    examination.fault('kind', path, `a whole number from 1 to ${max}`)
}

/** Kinds that identify or list rows: one small value. */
export function isKeyKind(kind: Kind): boolean {
  return !['text', 'option', 'list', 'record', 'money', 'rational', 'bool'].includes(kind.kind)
}

export function isIndexKind(kind: Kind): boolean {
  return isKeyKind(kind.kind === 'option' ? kind.of : kind)
}
