export { createKeyFile, encodeKeyFile, type KeyFileFace, openKeyFile, openSecret, readKeyFileFace } from './keyFile.ts'
export { nativeMemberLeaves } from './nativeMemberLeaves.ts'
export { pemOf } from './pem.ts'
