/** What the writer's thread does. */
import { parentPort, workerData } from 'node:worker_threads'
import type { AffairDeclaration } from '@gongshi/affair-kit'
import { Calls } from './calls.ts'
import { Declarations } from './declarations.ts'
import type { Founding } from './genesisRows.ts'
import type { Location } from './location.ts'
import { Writer } from './writer.ts'

export type WriterData = {
  readonly location: Location
  readonly declarations: readonly AffairDeclaration[]
  readonly genesis: string
  readonly founding: Founding | null
}

const { location, declarations, genesis, founding } = workerData as WriterData
const calls: Calls = new Calls(parentPort!, {
  rebuild: () => writer.rebuild(),
  close: async () => {
    writer.close()
    await running
  },
})
const writer = new Writer({
  location,
  declarations: new Declarations(declarations),
  genesis,
  founding,
  main: {
    entries: (asked) => calls.call('entries', asked),
    rows: (asked) => calls.call('rows', asked),
    root: (size) => calls.call('root', size),
    contents: (asked) => calls.call('contents', asked),
    contentBytes: (asked) => calls.call('contentBytes', asked),
    serve: (generation) => calls.call('serve', generation),
    report: (status) => calls.call('report', status),
    failed: (failed) => calls.call('failed', failed),
  },
})
const running = writer.run()
