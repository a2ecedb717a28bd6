import { codesPanel } from './panel.ts'

globalThis.gongshiCodes = codesPanel
