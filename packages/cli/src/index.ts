export { type Context, platformContext } from './context.ts'
export { runCli } from './run.ts'
