import { MergeError } from './errors.ts'
import type { Json, JsonObject } from './json/parse.ts'
import { mergeReleases } from './merge/mergeReleases.ts'

/**
 * All that is known of one process, as an item of a record package: its releases and, unless merging is refused, the
 * compiled release and, if wanted, the versioned one.
 */
export function recordOf(releases: readonly JsonObject[], { versioned = false } = {}): JsonObject {
  const { ocid } = releases[0] as { readonly ocid: Json }
  try {
    const merged = mergeReleases(releases)
    const compiledRelease = merged.compiled
    return { ocid, releases, compiledRelease, ...(versioned ? { versionedRelease: merged.versioned } : {}) }
  } catch (error) {
    if (error instanceof MergeError) return { ocid, releases }
    throw error
  }
}

/** What a release or record package says of itself (OCDS 1.1.5, "Packages"). `uri`: where this package stands. */
export type PackageHead = {
  readonly uri: string
  /** Unix milliseconds. */
  readonly published: number
  readonly publisher: string
  readonly links?: { readonly next?: string; readonly prev?: string }
  /** Addresses of the extensions that its releases use. */
  readonly extensions?: readonly string[]
}

/** The JSON text of a package before its first item; `]}` stands behind the last. */
export function packageStart(items: 'releases' | 'records', { published, publisher, ...head }: PackageHead): string {
  const { uri, ...rest } = head
  const members = {
    uri,
    version: '1.1',
    publishedDate: new Date(published).toISOString().replace('.000Z', 'Z'),
    publisher: { name: publisher },
    ...rest,
  }
  return `${JSON.stringify(members).slice(0, -1)},${JSON.stringify(items)}:[`
}
export const packageEnd = ']}'
