import { type AffairDeclaration, type Fields, inputFields, type Kind } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'

/** The two texts of a composition; they become contents when they are signed. */
export const compositionTexts = ['plan', 'notice'] as const

const declaration: AffairDeclaration = procurement

/**
 * What a tender is composed of before its notice, as one form asks for it: the members of the acts that will be signed, by the
 * declaration. Numbers and references between the rows are none of the composer's business: they follow.
 */
export const compositionFields: Fields = {
  ...membersOf('plan', 'plan'),
  lots: { kind: 'list', of: { kind: 'record', fields: membersOf('addLot', 'procedure', 'number') }, max: 20 },
  criteria: { kind: 'list', of: { kind: 'record', fields: membersOf('addCriterion', 'procedure', 'number') }, max: 20 },
  candidates: { kind: 'list', of: memberOf('nominate', 'expert'), max: 60 },
  desk: memberOf('entrust', 'desk'),
  trustees: memberOf('convene', 'trustees'),
  threshold: memberOf('begin', 'threshold'),
  askUntil: memberOf('publish', 'askUntil'),
  bidUntil: memberOf('publish', 'bidUntil'),
}

function membersOf(action: string, ...without: readonly string[]): Fields {
  const members = inputFields(declaration, action).filter(({ name }) => !without.includes(name))
  return Object.fromEntries(members.map(({ name, kind }) => [name, kind]))
}

function memberOf(action: string, member: string): Kind {
  return inputFields(declaration, action).find(({ name }) => name === member)!.kind
}
