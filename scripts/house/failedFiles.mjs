import { join, sep } from 'node:path'

const groups = `${sep}test-groups${sep}`

/** A reporter of node's test runner, which takes default exports alone: the files in which something failed, one a line, each once. */
export default async function* failedFiles(events) {
  const named = new Set()
  for await (const { type, data } of events) {
    if (type !== 'test:fail' || data.file === undefined) continue
    // In a group each file is a suite with its path as its name (testGroups.mjs).
    const file =
      data.file.includes(groups) && data.name.endsWith('.test.ts') ? join(process.cwd(), data.name) : data.file
    if (named.has(file)) continue
    named.add(file)
    yield `${file}\n`
  }
}
