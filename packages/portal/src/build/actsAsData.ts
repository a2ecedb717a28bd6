import type { Plugin } from 'esbuild'
import * as currencies from '../island/sealed/currencies.ts'
import * as refusals from '../island/sealed/refusals.ts'
import * as knownActs from '../verifier/knownActs.ts'

const modules: Readonly<Record<string, object>> = {
  'verifier/knownActs.ts': knownActs,
  'sealed/currencies.ts': currencies,
  'sealed/refusals.ts': refusals,
}

/** What there is to say of each act goes into a script as data, not as declarations with all that makes words of them. */
export const actsAsData: Plugin = {
  name: 'acts-as-data',
  setup(building) {
    building.onLoad({ filter: /(verifier[\\/]knownActs|sealed[\\/](currencies|refusals))\.ts$/ }, ({ path }) => {
      const values = Object.entries(modules[path.split(/[\\/]/).slice(-2).join('/')]!).map(
        ([name, value]) => `export const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(value))})`,
      )
      return { contents: values.join('\n'), loader: 'js' }
    })
  },
}
