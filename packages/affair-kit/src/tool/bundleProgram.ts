/** A program of its own, so that the bundler leaves with it: `{ affair: handlers file }` as JSON in, `{ affair: source }` out. */
import { bundleHandlers } from './bundleHandlers.ts'

const files = JSON.parse(process.argv[2]!) as { readonly [affair: string]: string }
const bundles = Object.entries(files).map(
  async ([affair, file]) => [affair, (await bundleHandlers(file)).source] as const,
)
process.stdout.write(JSON.stringify(Object.fromEntries(await Promise.all(bundles))))
