import type { ReadDatabase, WriteDatabase } from './database/database.ts'
import { fileGenerations, readFileGeneration } from './fileGenerations.ts'
import type { Location } from './location.ts'

/** Which generation answers, and which is being made to take its place. */
export type Pointer = { readonly serving: number | null; readonly building: number | null }

/**
 * Generations of the projections: whole sets of tables, of which one answers while its successor is made. The pointer is
 * changed in one step, so that whatever breaks off, it names a generation that is whole or says what to go on with.
 */
export interface Generations {
  read(): Promise<Pointer>
  point(pointer: Pointer): Promise<void>
  /** Opens a generation for writing; one that is not there has no tables yet. */
  open(generation: number): WriteDatabase
  /** Removes every generation but these. */
  keepOnly(generations: readonly number[]): Promise<void>
  close(): Promise<void>
}

// PERF: pg is loaded only where it is used.
export async function openGenerations(location: Location): Promise<Generations> {
  if (location.kind === 'sqlite') return fileGenerations(location.folder)
  return (await import('./schemaGenerations.ts')).schemaGenerations(location)
}

export async function openReader(location: Location, generation: number): Promise<ReadDatabase> {
  if (location.kind === 'sqlite') return readFileGeneration(location.folder, generation)
  return (await import('./schemaGenerations.ts')).readSchemaGeneration(location, generation)
}
