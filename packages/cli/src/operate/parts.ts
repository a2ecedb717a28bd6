import type { ErrorCatalogue } from '@gongshi/protocol'
import { addErrorTexts } from '../catalogue.ts'
import { CliError } from '../errors.ts'

/** The packages that run a node: loaded when a command needs them, so that auditors and integrators do without. */
export type NodePart = typeof import('@gongshi/node')
export type NodeConfig = ReturnType<NodePart['parseConfig']>

export type DemoPart = typeof import('@gongshi/demo')

/** @throws {CliError} cli-part-missing */
export async function loadNode(): Promise<NodePart> {
  return load('@gongshi/node', () => import('@gongshi/node'))
}

/** @throws {CliError} cli-part-missing */
export async function loadDemo(): Promise<DemoPart> {
  return load('@gongshi/demo', () => import('@gongshi/demo'))
}

/** The texts of its codes come along. */
async function load<Part extends object>(part: string, importPart: () => Promise<Part>): Promise<Part> {
  const loaded = await orMissing(part, importPart)
  for (const [name, value] of Object.entries(loaded))
    if (/ErrorTexts$/.test(name)) addErrorTexts(value as ErrorCatalogue<string>)
  return loaded
}

async function orMissing<Part>(part: string, importPart: () => Promise<Part>): Promise<Part> {
  try {
    return await importPart()
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
    throw missing && error.message.includes(part)
      ? new CliError({ code: 'cli-part-missing', part }, { cause: error })
      : error
  }
}
