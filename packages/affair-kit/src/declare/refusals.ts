/** Codes of one word with which the kit itself refuses (its others have hyphens); a declaration's own are named otherwise. */
export const kitRefusals: readonly string[] = ['bounds', 'input', 'internal', 'invariant', 'suspended']
