import type { Plugin } from 'esbuild'
import * as knownActs from '../verifier/knownActs.ts'

/** What there is to say of each act goes into a script as data, not as declarations with all that makes words of them. */
export const actsAsData: Plugin = {
  name: 'acts-as-data',
  setup(building) {
    building.onLoad({ filter: /verifier[\\/]knownActs\.ts$/ }, () => {
      const values = Object.entries(knownActs).map(
        ([name, value]) => `export const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(value))})`,
      )
      return { contents: values.join('\n'), loader: 'js' }
    })
  },
}
