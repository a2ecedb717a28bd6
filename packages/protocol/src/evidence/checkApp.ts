import { type AppState, appHash } from '../appHash.ts'
import { equalBytes } from '../bytes/bytes.ts'
import type { Header } from '../comet/header.ts'
import { refuse } from './errors.ts'
import type { Shown } from './steps.ts'

/** State root, log size and log root that the header's app hash stands for. */
export function checkApp(app: AppState, header: Header): Shown<'app', AppState> {
  if (!equalBytes(appHash(app), header.appHash)) refuse({ code: 'evidence-app-mismatch' })
  return { facts: app, value: app }
}
