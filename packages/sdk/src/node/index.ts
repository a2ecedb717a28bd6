export { type KeyFileFace, readKeyFileFace } from '../keyFile/keyFile.ts'
export { createKeyFile, encodeKeyFile, openKeyFile, openSecret } from './keyFile.ts'
export { nativeMemberLeaves } from './nativeMemberLeaves.ts'
export { pemOf } from './pem.ts'
