export { type Asset, buildAssets, type PortalAssets, pageContentSecurityPolicy } from './assets.ts'
