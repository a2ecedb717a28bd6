import { mkdirSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from '../files/writeDurably.ts'
import type { ReadDatabase } from './database/database.ts'
import { openSqliteReader, openSqliteWriter } from './database/openSqlite.ts'
import type { Generations, Pointer } from './generations.ts'

const pointerFile = 'generation.json'
const fileName = /^generation-(\d+)\.sqlite(-wal|-shm|-journal)?$/

/** Each generation is an SQLite file; a small file beside them says which one answers. */
export function fileGenerations(folder: string): Generations {
  mkdirSync(folder, { recursive: true })
  return {
    read: () => readPointer(folder),
    point: (pointer) => writeDurably(folder, pointerFile, `${JSON.stringify(pointer)}\n`),
    open: (generation) => openSqliteWriter(pathOf(folder, generation)),
    async keepOnly(generations) {
      for (const name of await readdir(folder)) {
        const generation = fileName.exec(name)?.[1]
        if (generation !== undefined && !generations.includes(Number(generation)))
          await rm(join(folder, name), { force: true })
      }
    },
    async close() {},
  }
}

export function readFileGeneration(folder: string, generation: number): ReadDatabase {
  return openSqliteReader(pathOf(folder, generation))
}

function pathOf(folder: string, generation: number): string {
  return join(folder, `generation-${generation}.sqlite`)
}

/** Unreadable counts as nothing: a new generation is made. */
async function readPointer(folder: string): Promise<Pointer> {
  const text = await readFile(join(folder, pointerFile), 'utf8').catch(() => '{}')
  const { serving, building } = parse(text) as { readonly serving?: unknown; readonly building?: unknown }
  const number = (given: unknown) => (Number.isSafeInteger(given) ? (given as number) : null)
  return { serving: number(serving), building: number(building) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return {}
  }
}
