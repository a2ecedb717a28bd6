import { asContentError, ContentError } from './errors.ts'

/**
 * Stops all writing after the first fault of the disk: the kernel may have marked the lost pages clean, so that a
 * retry would succeed without the bytes being there (Rebello et al., ATC '20). Reading goes on; a restart re-opens
 * the files and looks at what is really there. A full disk is no fault.
 */
export class Fuse {
  #cause: unknown

  get isBlown(): boolean {
    return this.#cause !== undefined
  }

  /** @throws {ContentError} content-store-stopped */
  check(): void {
    if (this.#cause !== undefined) throw new ContentError({ code: 'content-store-stopped' }, { cause: this.#cause })
  }

  /** Runs a step of which nothing is on the disk yet; a full disk is reported, anything else stops the store. */
  async writing<T>(step: () => Promise<T>): Promise<T> {
    this.check()
    try {
      return await step()
    } catch (error) {
      const failure = asContentError(error)
      if (failure.code === 'content-storage-failed') this.#cause = error
      throw failure
    }
  }

  /** Runs a step that decides durability (an fsync, or a write whose partial effect stays): every failure is final. */
  async settling<T>(step: () => Promise<T>): Promise<T> {
    this.check()
    try {
      return await step()
    } catch (error) {
      this.#cause = error
      throw asContentError(error)
    }
  }
}
