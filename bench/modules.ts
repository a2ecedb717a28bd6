import { httpSubmit } from './httpSubmit.ts'
import type { BenchModule } from './support/measure.ts'

/** In the order of the page. */
export const modules: readonly BenchModule[] = [httpSubmit]
