export { type Kept, readKeptFace } from '../kept/keptFile.ts'
export { type KeyFileFace, readKeyFileFace } from '../keyFile/keyFile.ts'
export {
  createKeyFile,
  encodeKept,
  encodeKeyFile,
  type MakeSigner,
  openKept,
  openKeyFile,
  openSecret,
} from './keyFile.ts'
export { nativeBlindSign } from './nativeBlindSign.ts'
export { hashNatively, nativeMemberHasher, nativeMemberLeaves } from './nativeMemberLeaves.ts'
export { pemOf } from './pem.ts'
export { quickSigner } from './quickSigner.ts'
