/** The thread behind `Projections` that writes. It takes the time that nobody else wants, from its first line on. */
import { constants, setPriority } from 'node:os'

// Linux gives each thread a priority of its own; elsewhere it would be the whole process's.
if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL)

await import('./runWriter.ts')
