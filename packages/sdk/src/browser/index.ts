/** For pages and service workers: keys that the browser keeps. */
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
export { type Credentials, makePasskey, type PasskeyFace, type PasskeyOptions, passkeySigner } from './passkey.ts'
