import { QRCanvas } from 'qr/dom.js'

/** What all codes together say that one picture shows: a page of a court pack has several. */
export type Texts = readonly string[]

/** Pixels of a picture's longer side: what is larger is read smaller, which a page of codes still leaves some pixels a module. */
const mostPixels = 4096
/** For a picture that does not move there is time: the default is that of one picture of a film. */
const patience = { effort: 8, timeLimit: 2000 }

/** @throws {DOMException} for what is no picture that this browser knows */
export async function readPicture(picture: Blob): Promise<Texts> {
  const bitmap = await createImageBitmap(picture)
  try {
    const scale = Math.min(1, mostPixels / Math.max(bitmap.width, bitmap.height))
    const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)]
    const canvas = new QRCanvas({}, { decodeAll: true, cropToSquare: false, async: true, ...patience })
    return textsOf(await canvas.drawImage(bitmap, height, width))
  } finally {
    bitmap.close()
  }
}

/** Of what a picture gave, the codes that could be read. */
export function textsOf(read: string | readonly (string | Error)[] | undefined): Texts {
  if (read === undefined) return []
  return (typeof read === 'string' ? [read] : read).filter((one) => typeof one === 'string')
}
