import { ThresholdError } from '@gongshi/threshold'
import { KitError } from '../errors.ts'
import type { ActionProgram } from '../program.ts'
import type { Ask, Asks, Typed } from '../run/handlers.ts'
import type { Meter } from '../run/meter.ts'
import { bytesIn, labelIn, listIn, Unfit, valuesIn, wholeIn } from './asked.ts'
import { blindAsks } from './blindAsks.ts'
import { digestRecord } from './digestRecord.ts'
import { canDraw, draw, drawLimits } from './draw.ts'
import { openRecord } from './sealedRecord.ts'
import { thresholdAsks } from './thresholdAsks.ts'

const no: Typed = { kind: { kind: 'bool' }, value: false }
const nothing: Typed = { kind: { kind: 'bool' }, value: null }
const drawnKind = { kind: 'list', of: { kind: 'workdays' }, max: drawLimits.take } as const

/**
 * What a handler may have computed beyond its own language: `ctx.threshold`, `ctx.blind`, `ctx.unseal`, `ctx.digest`, `ctx.draw`. Each charges its steps
 * before it works, and has an answer for whatever it is given.
 */
export function asksOf(meter: Meter, { unseals, digests }: ActionProgram): Asks {
  const charge = (steps: number) => meter.step(steps)
  return {
    threshold: named(Object.entries(thresholdAsks), (name, ask) =>
      answered((args) => ask(charge, args), name.startsWith('is') ? no : nothing),
    ),
    blind: named(Object.entries(blindAsks), (_name, ask) => answered((args) => ask(charge, args), no)),
    unseal: named(
      unseals.map(({ name, fields }) => [name, fields] as const),
      (_name, fields) => {
        const record = Object.fromEntries(fields.map(({ name, kind }) => [name, kind]))
        return answered(([secret, about, ciphertext]) => {
          const [sealing, sealed] = [{ secret: secretIn(secret), label: labelIn(about) }, bytesIn(ciphertext)]
          charge(unsealCost + 2 * sealed.length)
          return { kind: { kind: 'record', fields: record }, value: openRecord(record, sealing, sealed) }
        }, nothing)
      },
    ),
    digest: named(
      digests.map(({ name, fields }) => [name, fields] as const),
      (_name, fields) => {
        const record = Object.fromEntries(fields.map(({ name, kind }) => [name, kind]))
        return answered(([about, values]) => {
          const bytes = digestRecord(record, valuesIn(values), labelIn(about), (size) => charge(hashCost(size)))
          return { kind: { kind: 'bytes', length: 32 }, value: bytes }
        }, nothing)
      },
    ),
    draw: answered((args) => drawn(charge, args), { kind: drawnKind, value: [] }),
  }
}

// PERF: HKDF is four hashes; the cipher and its tag take about 10 ns a byte.
const unsealCost = 500

/** A hash of so many bytes, at least one block of 64. */
const hashCost = (bytes: number) => 20 + bytes

function drawn(charge: (steps: number) => void, [seeds, count, take]: readonly unknown[]): Typed {
  const all = listIn(seeds, drawLimits.seeds).map(bytesIn)
  const [among, wanted] = [wholeIn(count, drawLimits.count), wholeIn(take, drawLimits.take)]
  if (!canDraw(all.length, among, wanted)) throw new Unfit()
  const bytes = all.reduce((sum, seed) => sum + seed.length, 32)
  charge(among + wanted * hashCost(bytes))
  return { kind: drawnKind, value: draw(all, among, wanted) }
}

function secretIn(value: unknown): Uint8Array {
  const secret = bytesIn(value)
  if (secret.length !== 32) throw new Unfit()
  return secret
}

/** Only what was handed in makes the answer no: a spent budget, or a fault of ours, goes on its way. */
function answered(ask: Ask, otherwise: Typed): Ask {
  return (args) => {
    try {
      return ask(args)
    } catch (error) {
      if (error instanceof Unfit || error instanceof ThresholdError || error instanceof KitError) return otherwise
      throw error
    }
  }
}

function named<T>(
  entries: readonly (readonly [string, T])[],
  make: (name: string, of: T) => Ask,
): { readonly [name: string]: Ask } {
  return Object.fromEntries(entries.map(([name, of]) => [name, make(name, of)]))
}
