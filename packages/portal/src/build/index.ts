export { type Asset, buildAssets, type PortalAssets } from './assets.ts'
export { buildVerifier, type VerifierPage, verifierScriptBudgetBytes } from './verifier.ts'
