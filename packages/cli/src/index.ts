export { type Context, platformContext } from './context.ts'
export { commandPaths, runCli } from './run.ts'
