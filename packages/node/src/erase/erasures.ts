import type { ContentStore } from '@gongshi/contents'
import type { CommittedLeaf, Engine, Ledger } from '@gongshi/ledger'
import { type Cbor, type Leaf, parseLeaf } from '@gongshi/protocol'
import type { Views } from '../views/views.ts'

export type ErasureNeeds = {
  readonly ledger: Pick<Ledger, 'eraseBody' | 'findEntry' | 'logSize'>
  readonly engine: Pick<Engine, 'eraseBody'>
  readonly contents: Pick<ContentStore, 'erase' | 'status'>
  readonly views: Pick<Views, 'eraseTexts'>
}

/** Carries out what entries of the affair `erasure` have decided: the ledger says so first, then the disk forgets. */
export class Erasures {
  readonly #needs: ErasureNeeds

  constructor(needs: ErasureNeeds) {
    this.#needs = needs
  }
}
