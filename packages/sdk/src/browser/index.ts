/** For pages and service workers: keys that the browser keeps, and key files that are opened for a visit. */

export type { Kept } from '../kept/keptFile.ts'
export { compareCheckpoints, formatTwoCheckpoints, type SignedCheckpoint } from '../mirror/twoCheckpoints.ts'
export {
  adoptPasskey,
  type BrowserKey,
  browserWallet,
  createBrowserKey,
  createPasskey,
  findBrowserKey,
  findPasskeyFace,
  listBrowserKeys,
  removeBrowserKey,
} from './browserKeys.ts'
export { encodeKept, openKept, openKeyFile } from './keyFile.ts'
export { type Credentials, makePasskey, type PasskeyFace, type PasskeyOptions, passkeySigner } from './passkey.ts'
