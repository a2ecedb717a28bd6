import { dateOf } from '../facts.ts'
import { objectOf, textOf } from '../json/look.ts'
import type { Json, JsonObject } from '../json/parse.ts'
import type { FlagInput, ProcessRecord } from './indicator.ts'
import { type Rational, rationalOf } from './rational.ts'

/** A value with the place where it stands. */
export type Found<Value> = { readonly value: Value; readonly input: FlagInput }
type Price = { readonly amount: Rational; readonly currency: string }

export type Bid = {
  readonly tenderers: readonly string[]
  readonly status: string
  readonly lots: readonly string[]
  readonly price: Found<Price> | null
  readonly inputs: readonly FlagInput[]
}
export type Award = {
  readonly id: string | null
  readonly status: string
  readonly suppliers: readonly string[]
  readonly lots: readonly string[]
  readonly price: Found<Price> | null
  readonly date: Found<number> | null
  readonly inputs: readonly FlagInput[]
}
export type Lot = { readonly id: string; readonly estimate: Found<Price> | null }

/** What a record says that indicators ask for; what it does not say, or not in the standard's form, is not there. */
export type Facts = {
  readonly ocid: string
  readonly buyer: string | null
  /** Who is meant by an id of this record, for comparison with other records: ids that are the record's own mean nothing there. */
  readonly who: ReadonlyMap<string, string>
  readonly method: Found<string> | null
  readonly tenderers: Found<number> | null
  readonly estimate: Found<Price> | null
  readonly lots: readonly Lot[]
  readonly bids: readonly Bid[]
  readonly awards: readonly Award[]
  readonly contracts: readonly { readonly award: string | null; readonly signed: Found<number> | null }[]
}

const root = '/compiledRelease'

export function factsOf({ ocid, compiledRelease }: ProcessRecord): Facts {
  const look = new Look(ocid)
  const tender = objectOf(compiledRelease.tender) ?? {}
  const bids = objectOf(compiledRelease.bids)?.details
  const who = whoIn(compiledRelease)
  return {
    ocid,
    buyer: who.get(idFrom(objectOf(compiledRelease.buyer)?.id) ?? '') ?? null,
    who,
    method: look.text(tender, 'procurementMethod', `${root}/tender`),
    tenderers: look.count(tender, 'numberOfTenderers', `${root}/tender`),
    estimate: look.price(tender, `${root}/tender`),
    lots: itemsOf(tender.lots).flatMap(({ item, at }) =>
      idOf(item) === null ? [] : [{ id: idOf(item)!, estimate: look.price(item, `${root}/tender/lots/${at}`) }],
    ),
    bids: itemsOf(bids).map(({ item, at }) => look.bid(item, `${root}/bids/details/${at}`)),
    awards: itemsOf(compiledRelease.awards).map(({ item, at }) => look.award(item, `${root}/awards/${at}`)),
    contracts: itemsOf(compiledRelease.contracts).map(({ item, at }) => ({
      award: idFrom(item.awardID),
      signed: look.time(item, 'dateSigned', `${root}/contracts/${at}`),
    })),
  }
}

/** Organisations with an identifier in a register: what a publisher only counts, from 1 in each process, is nobody known. */
function whoIn({ parties }: JsonObject): Map<string, string> {
  return new Map(
    itemsOf(parties).flatMap(({ item }): [string, string][] => {
      const identifier = objectOf(item.identifier)
      const [own, scheme, id] = [idOf(item), textOf(identifier?.scheme), idFrom(identifier?.id)]
      return own === null || !scheme || !id ? [] : [[own, JSON.stringify([scheme, id])]]
    }),
  )
}

/** Reads members of a record's objects, each with its pointer. */
export class Look {
  readonly #ocid: string

  constructor(ocid: string) {
    this.#ocid = ocid
  }

  at(pointer: string, value: Json): FlagInput {
    return { ocid: this.#ocid, pointer, value }
  }

  text(object: JsonObject, name: string, under: string): Found<string> | null {
    const value = textOf(object[name])
    return value === undefined ? null : { value, input: this.at(`${under}/${name}`, value) }
  }

  count(object: JsonObject, name: string, under: string): Found<number> | null {
    const value = object[name]
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return null
    return { value, input: this.at(`${under}/${name}`, value) }
  }

  time(object: JsonObject, name: string, under: string): Found<number> | null {
    const found = this.text(object, name, under)
    const value = dateOf(found?.value)
    return found === null || value === null ? null : { value, input: found.input }
  }

  /** Of an object with a member `value`: more than nothing, in a currency. */
  price(object: JsonObject, under: string): Found<Price> | null {
    const money = objectOf(object.value)
    const [amount, currency] = [rationalOf(money?.amount), textOf(money?.currency)]
    if (amount === null || currency === undefined || amount.numerator <= 0n) return null
    return { value: { amount, currency }, input: this.at(`${under}/value/amount`, money!.amount!) }
  }

  bid(item: JsonObject, under: string): Bid {
    return {
      tenderers: idsIn(item.tenderers),
      status: textOf(item.status) ?? '',
      lots: textsIn(item.relatedLots),
      price: this.price(item, under),
      inputs: this.#who(item, 'tenderers', under),
    }
  }

  award(item: JsonObject, under: string): Award {
    return {
      id: idOf(item),
      status: textOf(item.status) ?? '',
      suppliers: idsIn(item.suppliers),
      lots: textsIn(item.relatedLots),
      price: this.price(item, under),
      date: this.time(item, 'date', under),
      inputs: this.#who(item, 'suppliers', under),
    }
  }

  /** Ids alone, and no names: whoever stands there may be a natural person. */
  #who(item: JsonObject, name: string, under: string): FlagInput[] {
    const ids = itemsOf(item[name]).flatMap(({ item: { id }, at }) =>
      id === undefined ? [] : [this.at(`${under}/${name}/${at}/id`, id)],
    )
    return item.status === undefined ? ids : [...ids, this.at(`${under}/status`, item.status)]
  }
}

/** The objects of a list, each with its place in it. */
function itemsOf(value: Json | undefined): { readonly item: JsonObject; readonly at: number }[] {
  if (!Array.isArray(value)) return []
  return (value as readonly Json[]).flatMap((each, at) => {
    const item = objectOf(each)
    return item === undefined ? [] : [{ item, at }]
  })
}

function idOf(item: JsonObject): string | null {
  return idFrom(item.id)
}

function idFrom(value: Json | undefined): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}

function idsIn(value: Json | undefined): string[] {
  return [...new Set(itemsOf(value).flatMap(({ item }) => idOf(item) ?? []))].sort()
}

function textsIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? (value as readonly Json[]).flatMap((each) => textOf(each) ?? []) : []
}
