export { type Asset, buildAssets, type PortalAssets, workerPolicy } from './assets.ts'
export { buildVerifier, codesScriptBudgetBytes, type VerifierPage, verifierScriptBudgetBytes } from './verifier.ts'
