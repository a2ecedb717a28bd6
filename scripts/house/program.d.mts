export function programCommand(root: string, node: string): string[]
