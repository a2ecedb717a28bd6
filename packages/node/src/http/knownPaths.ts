import type { RouteOptions } from 'fastify'

type Template = { readonly pattern: RegExp; readonly methods: Set<string> }

/** Which methods a path takes, so that a wrong method is told apart from a wrong address (RFC 9110 §15.5.6). */
export class KnownPaths {
  /** By the shape of their templates, the most specific first: a named segment goes before a parameter. */
  readonly #templates = new Map<string, Template>()

  add(route: Pick<RouteOptions, 'method'> & { readonly url: string }): void {
    const shape = shapeOf(route.url)
    const template = this.#templates.get(shape) ?? { pattern: patternOf(shape), methods: new Set() }
    for (const method of [route.method].flat()) template.methods.add(method)
    this.#templates.set(shape, template)
  }

  methodsOf(url: string): readonly string[] {
    const path = decoded(url.split('?', 1)[0]!)
    const shapes = [...this.#templates].filter(([, { pattern }]) => pattern.test(path)).map(([shape]) => shape)
    const [closest] = shapes.sort((left, right) => specificity(left).localeCompare(specificity(right)))
    return closest === undefined ? [] : [...this.#templates.get(closest)!.methods].sort()
  }
}

function shapeOf(url: string): string {
  return url
    .split('/')
    .map((part) => (part.startsWith(':') ? ':' : part))
    .join('/')
}

function specificity(shape: string): string {
  return shape
    .split('/')
    .map((part) => (part === ':' ? '1' : part === '*' ? '2' : '0'))
    .join('')
}

function patternOf(shape: string): RegExp {
  const source = shape
    .split('/')
    .map((part) => (part === ':' ? '[^/]+' : part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/')
  return new RegExp(`^${source}$`, 's')
}

/** As the router reads it: an encoded slash stays one. */
function decoded(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
