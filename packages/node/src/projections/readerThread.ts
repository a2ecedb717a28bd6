/** The thread behind `Projections` that answers questions, over a connection that only reads. */
import { parentPort, workerData } from 'node:worker_threads'
import { NodeError } from '../errors.ts'
import { answer, type Reading } from './answer.ts'
import { Calls } from './calls.ts'
import { Declarations, Scopes } from './declarations.ts'
import { openReader } from './generations.ts'
import type { AnyAnswer, Question } from './question.ts'
import type { WriterData } from './runWriter.ts'

export type ReaderData = Pick<WriterData, 'location' | 'declarations'> & Pick<Reading, 'ocidPrefix'>

const { location, declarations: all, ocidPrefix } = workerData as ReaderData
const declarations = new Declarations(all)
let reading: Reading | null = null
/** Questions under way, by what they are answered from. */
const asked = new WeakMap<Reading, Set<Promise<AnyAnswer>>>()

/** Questions that were asked of the old generation get their answers from it. */
async function use(generation: number | null): Promise<null> {
  const before = reading
  reading = generation === null ? null : await open(generation)
  if (before === null) return null
  await Promise.allSettled(asked.get(before) ?? [])
  await before.database.close()
  return null
}

async function open(generation: number): Promise<Reading> {
  const database = await openReader(location, generation)
  try {
    const scopes = await database.db.selectFrom('scope').selectAll().execute()
    return { database, declarations, scopes: new Scopes(scopes), ocidPrefix }
  } catch (error) {
    await database.close().catch(() => undefined)
    throw error
  }
}

/** @throws {NodeError} views-unavailable while the database does not answer */
async function ask(question: Question): Promise<AnyAnswer> {
  if (reading === null) throw new NodeError({ code: 'views-unavailable', retryAfterSeconds: 2 })
  const from = reading
  const { database } = from
  const answering = answer(from, question)
  const others = asked.get(from) ?? new Set()
  asked.set(from, others.add(answering))
  try {
    return await answering
  } catch (error) {
    if (error instanceof NodeError || database.judge(error) === 'row') throw error
    throw new NodeError({ code: 'views-unavailable', retryAfterSeconds: 2 })
  } finally {
    others.delete(answering)
  }
}

async function close(): Promise<null> {
  return use(null)
}

new Calls(parentPort!, { use, ask, close })
