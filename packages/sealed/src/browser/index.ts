/** For pages: the cipher in several workers at once. */
export { serveCipher, type WorkerCipher, workerCipher } from './workerCipher.ts'
