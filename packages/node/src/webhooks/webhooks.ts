import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { NodeConfig } from '../config/schema.ts'
import { NodeError } from '../errors.ts'
import type { EntryFeed } from '../events/entryFeed.ts'
import { writeDurably } from '../files/writeDurably.ts'
import { Webhook, type WebhookStatus } from './webhook.ts'

type WebhookConfig = NonNullable<NodeConfig['webhooks']>[number]

export type WebhookNeeds = {
  readonly folder: string
  readonly feed: EntryFeed
  readonly chainId: string
  now(): number
  onFault(error: unknown): void
  /** Waits after failures; tests shorten them. Milliseconds. */
  readonly waitsMs?: readonly number[]
}

const fileName = 'webhooks.json'
/** Between two notes of how far each has come. A crash repeats what was told since. Milliseconds. */
const noteMs = 1000

/** The receivers that the configuration names, and how far each has come. */
export class Webhooks {
  readonly #needs: WebhookNeeds
  readonly #hooks = new Map<string, Webhook>()
  #timer: NodeJS.Timeout | null = null
  #writing: Promise<void> = Promise.resolve()

  private constructor(needs: WebhookNeeds) {
    this.#needs = needs
  }

  /** A receiver that is new begins with the next entry. @throws {NodeError} webhook-secret-unreadable, webhook-name-repeated, webhooks-unreadable */
  static async start(configured: readonly WebhookConfig[], needs: WebhookNeeds): Promise<Webhooks> {
    const webhooks = new Webhooks(needs)
    if (configured.length === 0) return webhooks
    const places = await readPlaces(needs.folder)
    const targets = await Promise.all(configured.map(targetOf))
    for (const target of targets) {
      const { name } = target
      if (webhooks.#hooks.has(name)) throw new NodeError({ code: 'webhook-name-repeated', name })
      const next = Object.hasOwn(places, name) ? places[name]! : needs.feed.size()
      webhooks.#hooks.set(name, new Webhook(target, { ...needs, onMove: () => webhooks.#noteSoon() }, next))
    }
    webhooks.#noteSoon()
    return webhooks
  }

  status(): WebhookStatus[] {
    return [...this.#hooks.values()].map((hook) => hook.status())
  }

  /** @throws {NodeError} webhook-unknown */
  async replay(name: string, from: number): Promise<void> {
    const hook = this.#hooks.get(name)
    if (hook === undefined) throw new NodeError({ code: 'webhook-unknown' })
    await hook.replay(from)
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#hooks.values()].map((hook) => hook.stop()))
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (this.#hooks.size > 0) await this.#note()
  }

  #noteSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#note().catch(this.#needs.onFault)
    }, noteMs).unref()
  }

  #note(): Promise<void> {
    this.#writing = this.#writing
      .catch(() => undefined)
      .then(() => {
        const places = Object.fromEntries([...this.#hooks].map(([name, { next }]) => [name, next]))
        return writeDurably(this.#needs.folder, fileName, `${JSON.stringify(places)}\n`)
      })
    return this.#writing
  }
}

async function targetOf({ name, url, secretFile, affairs, allowPrivate }: WebhookConfig) {
  const filter = { affairs: affairs === undefined ? null : new Set(affairs) }
  return {
    name,
    url: new URL(url),
    secret: await readSecret(name, secretFile),
    filter,
    allowPrivate: allowPrivate ?? false,
  }
}

/** 24 to 64 random bytes, as Standard Webhooks asks for. */
async function readSecret(name: string, path: string): Promise<string> {
  let text: string
  try {
    text = (await readFile(path, 'utf8')).trim()
  } catch (cause) {
    throw new NodeError({ code: 'webhook-secret-unreadable', name }, { cause })
  }
  const base64 = text.replace(/^whsec_/, '')
  const bytes = Buffer.from(base64, 'base64')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || bytes.length < 24 || bytes.length > 64)
    throw new NodeError({ code: 'webhook-secret-unreadable', name })
  return `whsec_${base64}`
}

/** @throws {NodeError} webhooks-unreadable: to begin anew would leave out what receivers have not been told */
async function readPlaces(folder: string): Promise<{ readonly [name: string]: number }> {
  let text: string
  try {
    text = await readFile(join(folder, fileName), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
  try {
    const places = JSON.parse(text) as { readonly [name: string]: number }
    if (Object.values(places).every((place) => Number.isSafeInteger(place) && place >= 0)) return places
  } catch {}
  throw new NodeError({ code: 'webhooks-unreadable' })
}
