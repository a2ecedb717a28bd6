import { namesBelow } from './namesBelow.ts'

/**
 * A form that somebody has begun to fill in, as it lies in this browser: nothing of it is sent anywhere, and it is not encrypted, as
 * the page says.
 */
export type KeptForm = {
  readonly affair: string
  readonly action: string
  /** The form's own, without the site and the language. */
  readonly address: string
  /** When it was last changed. Unix milliseconds. */
  readonly at: number
  readonly answers: Texts
  /** Words that are to become contents, by the path of the member that commits to them. */
  readonly written: Texts
  /** Names of files that were chosen; their bytes are not kept. */
  readonly files: readonly string[]
  /** Key ids of those who sign besides the reader, each at its place. */
  readonly signers: readonly string[]
  /** The signed act that is on its way to the ledger, as the link of its draft; null: nothing was signed. */
  readonly sent: string | null
}

type Texts = { readonly [path: string]: string }

const prefix = 'gongshi-form-'
/** One reader's forms of one ledger: the one that was left alone for longest makes room. */
const mostForms = 50
/** Forms that nobody comes back to hold people's words: they go by themselves. */
const longestMs = 30 * 24 * 60 * 60 * 1000

/** The forms of one ledger in this browser's local storage, which all of its tabs share. */
export class KeptForms {
  readonly #prefix: string
  readonly #now: () => number

  constructor(chainId: string, now: () => number) {
    this.#prefix = `${prefix}${chainId} `
    this.#now = now
  }

  /** The last changed first. What is too old, or no form, is removed. */
  list(): readonly KeptForm[] {
    const found: KeptForm[] = []
    for (const name of namesBelow(this.#prefix)) {
      const form = parseForm(localStorage.getItem(name) ?? '')
      if (form === null || this.#now() - form.at > longestMs) localStorage.removeItem(name)
      else found.push(form)
    }
    return found.toSorted((left, right) => right.at - left.at)
  }

  find(address: string): KeptForm | undefined {
    return this.list().find((form) => form.address === address)
  }

  /** False where the browser keeps nothing, or has no room. */
  keep(form: KeptForm): boolean {
    try {
      const others = this.list().filter(({ address }) => address !== form.address)
      for (const { address } of others.slice(mostForms - 1)) this.forget(address)
      localStorage.setItem(this.#prefix + form.address, JSON.stringify(form))
      return true
    } catch {
      return false
    }
  }

  forget(address: string): void {
    localStorage.removeItem(this.#prefix + address)
  }
}

/** Null for what is no form: other versions of this site, and whoever sits at this browser, write here too. */
export function parseForm(text: string): KeptForm | null {
  try {
    const { affair, action, address, at, answers, written, files, signers, sent } = JSON.parse(text) as KeptForm
    const isForm =
      [affair, action].every((name) => typeof name === 'string' && /^[a-zA-Z][\w-]*$/.test(name)) &&
      typeof address === 'string' &&
      address.startsWith(`/act/${affair}/${action}`) &&
      Number.isSafeInteger(at) &&
      [answers, written].every(areTexts) &&
      [files, signers].every((list) => Array.isArray(list) && areTexts({ ...list })) &&
      (sent === null || typeof sent === 'string')
    return isForm ? { affair, action, address, at, answers, written, files, signers, sent } : null
  } catch {
    return null
  }
}

function areTexts(texts: unknown): boolean {
  return texts !== null && typeof texts === 'object' && Object.values(texts).every((value) => typeof value === 'string')
}
