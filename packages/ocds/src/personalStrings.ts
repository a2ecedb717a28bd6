import { objectOf } from './json/look.ts'
import type { Json, JsonObject } from './json/parse.ts'
import { emailsIn } from './maskText.ts'
import { isOrganName, type KnownOrgans, knownOrgans, organisationKeys, personalNumber } from './persons.ts'

/** Names of members that sources and extensions keep people in. */
const personalKey =
  /^(?:contact|email|e-?mail|correo|phone|telephone|tel[eé]fono|celular|mobile|fax|person|firstname|lastname|givenname|familyname|fullname|patronymicname|maternalname|nombre|apellido|representa|responsa|streetaddress|姓名|联系|电话|手机|邮箱|身份证)/i

/**
 * Every name and contact in a release that is not an organ's, each once: what must be found nowhere outside the
 * content. Texts under four characters are left out (a test could not search for them).
 */
export function personalStrings(release: JsonObject): string[] {
  return personalStringsBeside(release, knownOrgans(release))
}

/** `personalStrings` for one who has asked already for the release's known organs. */
export function personalStringsBeside(release: JsonObject, organs: KnownOrgans): string[] {
  const found = new Set<string>()
  collect(release, 'release', false, organs, found)
  return [...found].filter((text) => [...text].length >= 4 && !/^[\s0.,;()+-]*$/.test(text))
}

function collect(value: Json, key: string, personal: boolean, organs: KnownOrgans, found: Set<string>): void {
  if (typeof value === 'string') {
    if (personal) add(value, found)
    for (const email of emailsIn(value)) found.add(email)
  } else if (typeof value === 'number') {
    if (personal) found.add(String(value))
  } else if (Array.isArray(value)) for (const item of value) collect(item, key, personal, organs, found)
  else {
    const object = objectOf(value)
    if (object === undefined) return
    const organisation = key === 'parties' || organisationKeys.has(key)
    if (organisation) addNames(object, organs, found)
    for (const [name, member] of Object.entries(object)) {
      if (organisation && (name === 'name' || name === 'id' || name === 'identifier')) continue
      const ofOrgan = name === 'streetAddress' || (name === 'address' && isOrganName(object.name, organs))
      const within = personal && name !== 'url' && name !== 'uri'
      collect(member, name, within || (personalKey.test(name) && !ofOrgan), organs, found)
    }
  }
}

/** Of someone not known as an organisation: all names, and the number by which a register of persons knows them. */
function addNames(organisation: JsonObject, organs: KnownOrgans, found: Set<string>): void {
  const identifier = objectOf(organisation.identifier)
  for (const name of [organisation.name, identifier?.legalName])
    if (typeof name === 'string' && !isOrganName(name, organs)) add(name, found)
  const number = personalNumber(organisation)
  if (number !== undefined && !isOrganName(organisation.name, organs)) found.add(number)
}

/** The text and, where several contacts share a member, each of them. */
function add(text: string, found: Set<string>): void {
  found.add(text.trim())
  for (const part of text.split(/[;,]/)) found.add(part.trim())
}
