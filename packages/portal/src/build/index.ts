export { type Asset, buildAssets, type PortalAssets, pageContentSecurityPolicy } from './assets.ts'
export { buildVerifier, type VerifierPage, verifierScriptBudgetBytes } from './verifier.ts'
