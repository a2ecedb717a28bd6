import { type AffairDeclaration, inputFields, type Json, valueFromJson } from '@gongshi/affair-kit'
import type { ActInput } from '@gongshi/sdk'

/** @throws {KitError} value-… with the path of the first member that is wrong */
export function inputOf(declaration: AffairDeclaration, action: string, json: Json): ActInput {
  const fields = Object.fromEntries(inputFields(declaration, action).map(({ name, kind }) => [name, kind]))
  return valueFromJson({ kind: 'record', fields }, json) as ActInput
}
