/**
 * How lists of the release schema of OCDS 1.1.5 merge where that is not by the ids of their items, and what merging leaves
 * out: `omitWhenMerged` and `wholeListMerge` of the schema (`../schema`, Apache-2.0), with each `$ref` followed, and its
 * lists of anything but objects with an id, which are taken whole (§ "Merging", "Whole list merge"). `versionId` stands
 * for nothing here: it only says which ids are no items' ids. The test derives all of it from the schema again.
 */
export const omitted: readonly string[] = ['id', 'date', 'tag']

export const wholeLists: readonly string[] = [
  'parties/additionalIdentifiers',
  'parties/roles',
  'buyer/additionalIdentifiers',
  'tender/procuringEntity/additionalIdentifiers',
  'tender/items/additionalClassifications',
  'tender/additionalProcurementCategories',
  'tender/submissionMethod',
  'tender/tenderers/additionalIdentifiers',
  'tender/amendments/changes',
  'tender/amendment/changes',
  'awards/suppliers/additionalIdentifiers',
  'awards/items/additionalClassifications',
  'awards/amendments/changes',
  'awards/amendment/changes',
  'contracts/items/additionalClassifications',
  'contracts/implementation/transactions/payer/additionalIdentifiers',
  'contracts/implementation/transactions/payee/additionalIdentifiers',
  'contracts/relatedProcesses/relationship',
  'contracts/amendments/changes',
  'contracts/amendment/changes',
  'relatedProcesses/relationship',
]

/** What becomes of a member; of one that is an object, or a list of objects, of its own members. */
export type Rule = 'omit' | 'whole' | RuleBook
export type RuleBook = ReadonlyMap<string, Rule>

export const releaseRules: RuleBook = ruleBook([
  ...omitted.map((path) => [path.split('/'), 'omit'] as const),
  ...wholeLists.map((path) => [path.split('/'), 'whole'] as const),
])

function ruleBook(rules: readonly (readonly [path: readonly string[], rule: 'omit' | 'whole'])[]): RuleBook {
  const byName = Map.groupBy(rules, ([[name]]) => name!)
  return new Map(
    [...byName].map(([name, group]) => {
      const [path, rule] = group[0]!
      const rest = () => ruleBook(group.map(([[, ...steps], each]) => [steps, each] as const))
      return [name, path.length === 1 ? rule : rest()] as const
    }),
  )
}
