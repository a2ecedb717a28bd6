/** For pages and service workers: keys that the browser keeps. */
export {
  type BrowserKey,
  browserWallet,
  createBrowserKey,
  findBrowserKey,
  listBrowserKeys,
  removeBrowserKey,
} from './browserKeys.ts'
