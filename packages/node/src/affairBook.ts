import type { AffairDeclaration, Program } from '@gongshi/affair-kit'
import type { Installed, LedgerReads } from '@gongshi/ledger'

export interface AffairBook {
  readonly names: readonly string[]
  find(affair: string, version?: number): AffairDeclaration | undefined
  /** What the ledger executes of the newest version: rules compiled, for whoever evaluates them beforehand. */
  program(affair: string): Program | undefined
  versions(affair: string): readonly { readonly version: number; readonly hash: Uint8Array; readonly from: number }[]
}

/** Declarations as this node has them, with the heights from which the ledger lets each version decide. */
export function createAffairBook(installed: readonly Installed[], ledger: Pick<LedgerReads, 'versions'>): AffairBook {
  const declarations = new Map<string, AffairDeclaration[]>()
  for (const { declaration } of installed) {
    const versions = declarations.get(declaration.name) ?? []
    declarations.set(
      declaration.name,
      [...versions, declaration].sort((left, right) => left.version - right.version),
    )
  }
  const programs = new Map<string, Program>()
  for (const { program } of installed)
    if (!((programs.get(program.affair)?.version ?? 0) > program.version)) programs.set(program.affair, program)
  return {
    names: [...declarations.keys()].sort(),
    find: (affair, version) => {
      const versions = declarations.get(affair)
      return version === undefined ? versions?.at(-1) : versions?.find((each) => each.version === version)
    },
    program: (affair) => programs.get(affair),
    versions: (affair) => ledger.versions().filter((each) => each.affair === affair),
  }
}
