import type { Licence, OpenData, RegistersData, VerifierFile } from '@gongshi/portal'
import type { AffairBook } from '../affairBook.ts'
import { NodeError } from '../errors.ts'
import { describeViews } from '../http/routes/viewDocumentation.ts'
import type { Services } from '../http/services.ts'
import { chainState } from './chain.ts'

type Needs = Parameters<typeof chainState>[0] & Pick<Services, 'affairs' | 'genesis' | 'trust' | 'views'>

/** Leaves of a whole tile. */
const tileWidth = 256

/** What can be taken along, with the sizes of what is a file already. */
export async function openData(needs: Needs, verifier: VerifierFile, licence: Licence | null): Promise<OpenData> {
  const { affairs, genesis, trust, views } = needs
  const { time, checkpoint } = await chainState(needs)
  const { entries, height } = views.progress()
  return {
    asOf: { entries, height, time },
    affairs: affairs.names.map((affair) => ({
      affair,
      registers: Object.keys(affairs.find(affair)!.entities).length,
    })),
    isProcuring: affairs.find('procurement') !== undefined,
    verifier,
    licence,
    firstTile: checkpoint === null || checkpoint.size === 0 ? null : firstTile(checkpoint.size),
    bytes: {
      genesis: jsonBytes(genesis),
      trust: jsonBytes(trust()),
      checkpoint: checkpoint === null ? null : Buffer.byteLength(checkpoint.note),
    },
  }
}

/** @throws {NodeError} affair-not-found */
export function registersOf(affairs: Pick<AffairBook, 'find'>, affair: string): RegistersData {
  const declaration = affairs.find(affair)
  if (declaration === undefined) throw new NodeError({ code: 'affair-not-found' })
  const registers = describeViews(declaration).map(({ view, title, fields }) => ({
    view,
    title,
    fields: fields.map(({ name, kind, title: fieldTitle, filters }) => ({
      name,
      title: fieldTitle,
      kind: kind.kind === 'option' ? kind.of.kind : kind.kind,
      isOptional: kind.kind === 'option',
      filters,
    })),
  }))
  return { affair, registers }
}

function firstTile(size: number): string {
  return `/log/tile/0/000${size < tileWidth ? `.p/${size}` : ''}`
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}
