export { DemoError, type DemoFailure } from './errors.ts'
export { demoErrorTexts } from './errorTexts.ts'
export { prepareDemo } from './found.ts'
export { seedDemo } from './seedDemo.ts'
