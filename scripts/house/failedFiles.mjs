/** A reporter of node's test runner, which takes default exports alone: the files in which something failed, one a line, each once. */
export default async function* failedFiles(events) {
  const named = new Set()
  for await (const { type, data } of events) {
    if (type !== 'test:fail' || data.file === undefined || named.has(data.file)) continue
    named.add(data.file)
    yield `${data.file}\n`
  }
}
