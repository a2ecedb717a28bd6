export { type Asset, buildAssets, type PortalAssets, pageContentSecurityPolicy } from './assets.ts'
export { buildVerifier, recordedHash, type VerifierPage, verifierScriptBudgetBytes } from './verifier.ts'
