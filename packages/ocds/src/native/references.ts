import type { NativeFault } from '../errors.ts'
import { objectOf, objectsOf } from '../json/look.ts'
import type { Json, JsonObject } from '../json/parse.ts'

/** What in a release points nowhere, at two things, or at itself. Each kind once. */
export function brokenReferences(release: JsonObject): NativeFault[] {
  const faults = new Set<NativeFault>()
  const tender = objectOf(release.tender) ?? {}
  const [parties, lots] = [idsOf(release.parties, faults), idsOf(tender.lots, faults)]
  const [awards] = [release.awards, release.contracts, tender.items].map((list) => idsOf(list, faults))
  const organisations = [
    ...[release.buyer, tender.procuringEntity].map(objectOf).filter((one) => one !== undefined),
    ...objectsOf(tender.tenderers),
    ...objectsOf(release.awards).flatMap(({ suppliers }) => objectsOf(suppliers)),
  ]
  if (organisations.some(({ id }) => isLost(id, parties))) faults.add('ocds-native-reference-dangling')
  const contracts = objectsOf(release.contracts)
  if (contracts.some(({ awardID }) => isLost(awardID, awards!))) faults.add('ocds-native-reference-dangling')
  const related = [...objectsOf(tender.items), ...objectsOf(release.awards)].flatMap((each) => lotsNamed(each))
  if (related.some((id) => isLost(id, lots))) faults.add('ocds-native-reference-dangling')
  const processes = [release, ...contracts].flatMap(({ relatedProcesses }) => objectsOf(relatedProcesses))
  if (processes.some(({ identifier }) => identifier !== undefined && identifier === release.ocid))
    faults.add('ocds-native-loop')
  return [...faults]
}

function lotsNamed({ relatedLot, relatedLots }: JsonObject): Json[] {
  return [...(relatedLot === undefined ? [] : [relatedLot]), ...(Array.isArray(relatedLots) ? relatedLots : [])]
}

/** As texts: 1 and "1" name one thing. */
function idsOf(list: Json | undefined, faults: Set<NativeFault>): ReadonlySet<string> {
  const ids = objectsOf(list).flatMap(({ id }) =>
    typeof id === 'string' || typeof id === 'number' ? [String(id)] : [],
  )
  const known = new Set(ids)
  if (known.size < ids.length) faults.add('ocds-native-id-repeated')
  return known
}

/** Where there is no such list at all, an id names something of another release. */
function isLost(id: Json | undefined, known: ReadonlySet<string>): boolean {
  if (known.size === 0 || id === undefined || id === null || id === '') return false
  return !known.has(String(id))
}
