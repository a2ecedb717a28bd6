export { type Asset, buildAssets, type PortalAssets, workerPolicy } from './assets.ts'
export { buildVerifier, partBudgetBytes, type VerifierPage, verifierScriptBudgetBytes } from './verifier.ts'
