import { NodeError } from '../errors.ts'

/** Exports under way: of the whole node, and for one address, so that one that reads slowly holds up nobody else. */
const most = { all: 8, ofOne: 2 }

export class ExportSlots {
  readonly #underWay = new Map<string, number>()
  #all = 0

  /** @returns what gives the place back @throws {NodeError} exports-full */
  take(address: string): () => void {
    const own = this.#underWay.get(address) ?? 0
    if (this.#all >= most.all || own >= most.ofOne) throw new NodeError({ code: 'exports-full', retryAfterSeconds: 30 })
    this.#all++
    this.#underWay.set(address, own + 1)
    let isGiven = true
    return () => {
      if (!isGiven) return
      isGiven = false
      this.#all--
      const left = this.#underWay.get(address)! - 1
      if (left === 0) this.#underWay.delete(address)
      else this.#underWay.set(address, left)
    }
  }
}
