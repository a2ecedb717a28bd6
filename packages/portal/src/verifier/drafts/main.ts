import { draftPanel } from '../draftView.ts'

globalThis.gongshiDraft = draftPanel
