import { codesPanel } from './panel.ts'

let open: ReturnType<typeof codesPanel> | undefined

globalThis.gongshiCodes = (door, pictures) => {
  open ??= codesPanel(door)
  open(pictures)
}
