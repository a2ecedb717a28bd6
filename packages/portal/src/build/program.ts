/** A program of its own, so that what builds leaves with it: writes the assets of all pages to standard output. */
import { buildAssets } from './assets.ts'
import { formatPageAssets } from './pageAssets.ts'
import { buildVerifier } from './verifier.ts'

const [portal, verifier] = await Promise.all([buildAssets(), buildVerifier()])
process.stdout.write(formatPageAssets({ portal, verifier }))
