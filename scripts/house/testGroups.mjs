/**
 * Several test files in one process. PERF: loading what a test file imports takes 0.7 to 3 s of a core, a third of all tests'
 * time, and the files of one package import much the same. Each file is a suite named by its path, so that its hooks are its own.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** So few that a slow machine ends each group well within the bound for one process, and that no core waits long for the last one. */
const filesInGroup = 8

/** A file that waits for something before it names its tests: node's runner then no longer knows in which suite they stand. */
const waits = /^(?:(?:export )?(?:const|let) [^=\n]*= (?!.*=>)|for |await ).*\bawait\b/m

/**
 * Modules that import the files of one group each, written below `.tmp`, and the files that stay alone.
 * @returns their paths relative to the root
 */
export function groupTests(root, files) {
  const folder = join(root, '.tmp', 'test-groups')
  mkdirSync(folder, { recursive: true })
  const alone = new Set(files.filter((file) => waits.test(readFileSync(join(root, file), 'utf8'))))
  const grouped = [...roomsOf(files.filter((file) => !alone.has(file)))].flatMap(([room, own]) =>
    groupsOf(own).map((group) => {
      const text = moduleOf(folder, root, group)
      const name = `${room.replaceAll(sep, '-')}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`
      const path = join(folder, `${name}.test.mjs`) // by its content: another run may read its own meanwhile
      writeFileSync(path, text)
      return relative(root, path)
    }),
  )
  return [...alone, ...grouped]
}

function roomsOf(files) {
  const rooms = new Map()
  for (const file of files) {
    const room = file.split(sep).slice(0, 2).join(sep)
    rooms.set(room, [...(rooms.get(room) ?? []), file])
  }
  return rooms
}

/** Of one size; neighbours apart, since slow tests often lie in one folder. */
function groupsOf(files) {
  const groups = Array.from({ length: Math.ceil(files.length / filesInGroup) }, () => [])
  for (const [index, file] of files.entries()) groups[index % groups.length].push(file)
  return groups
}

function moduleOf(folder, root, files) {
  const suites = files.map((file) => {
    const specifier = relative(folder, join(root, file)).split(sep).join('/')
    return `suite(${JSON.stringify(file)}, async () => { await import(${JSON.stringify(specifier)}) })`
  })
  return ["import { suite } from 'node:test'", ...suites, ''].join('\n')
}
