/**
 * Around a run of the tests (node's --test-global-setup): a folder of its own for whatever they put into the system's temporary
 * folder, which goes when the run ends, so that no test that was stopped half way leaves anything behind.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

let folder

export function globalSetup() {
  folder = mkdtempSync(join(tmpdir(), 'gongshi-tests-'))
  chmodSync(folder, 0o711) // PostgreSQL runs as another user
  process.env.TMPDIR = folder
}

export function globalTeardown() {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
