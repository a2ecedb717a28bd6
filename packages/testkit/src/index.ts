export { seededRandom } from './random.ts'
export { type Fault, SimulatedFolder } from './simulatedFolder.ts'
