/**
 * Loaded into each test file's process: node's runner bounds a test's time, but waits without end for a process that
 * a failed test left a server or a child in. Such a file fails by name and says what it still held.
 */
import { isMainThread } from 'node:worker_threads'
import { longestTestMs } from './jobs.mjs'

if (isMainThread && process.env.NODE_TEST_CONTEXT !== undefined) {
  setTimeout(() => {
    console.error(`${process.argv[1]} did not end; it still holds ${[...new Set(process.getActiveResourcesInfo())]}`)
    process.exit(1)
  }, longestTestMs).unref()
}
