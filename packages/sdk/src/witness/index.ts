export { Heads } from './heads.ts'
export { createWitnessServer } from './serveWitness.ts'
export { Witness } from './witness.ts'
