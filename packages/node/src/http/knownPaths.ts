import type { RouteOptions } from 'fastify'

/** Which methods a path takes, so that a wrong method is told apart from a wrong address (RFC 9110 §15.5.6). */
export class KnownPaths {
  readonly #patterns = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>()

  add(route: Pick<RouteOptions, 'method'> & { readonly url: string }): void {
    const entry = this.#patterns.get(route.url) ?? { pattern: patternOf(route.url), methods: new Set() }
    for (const method of [route.method].flat()) entry.methods.add(method)
    this.#patterns.set(route.url, entry)
  }

  methodsOf(url: string): readonly string[] {
    const path = url.split('?', 1)[0]!
    const found = [...this.#patterns.values()].filter(({ pattern }) => pattern.test(path))
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort()
  }
}

function patternOf(url: string): RegExp {
  const source = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/')
  return new RegExp(`^${source}$`)
}
