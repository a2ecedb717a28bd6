import { crc32, deflateSync } from 'node:zlib'

/** A code by its modules, dark ones true, the quiet zone among them. */
type Modules = readonly (readonly boolean[])[]
/** Grey values, a byte each, row by row. */
type Grey = { readonly width: number; readonly height: number; readonly pixels: Uint8Array }

const paper = 0xe8
const ink = 0x28
const moduleSize = 5

/** A picture that shows these codes beside each other, as PNG (W3C PNG, greyscale of 8 bits). */
export function pictureOf(codes: readonly Modules[]): Buffer {
  const side = Math.max(40, ...codes.map((code) => code.length)) * moduleSize
  const { width, height, pixels } = drawn(codes, Math.max(1, codes.length) * side, side)
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 8
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const empty = Buffer.alloc(0)
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', empty)])
}

/** A film in which one code stands after the other, two pictures each, as YUV4MPEG2. */
export function filmOf(codes: readonly Modules[]): Buffer {
  const [width, height] = [640, 480]
  const colour = Buffer.alloc((width * height) / 2, 0x80)
  const frames = codes.flatMap((code) => {
    const frame = [Buffer.from('FRAME\n'), drawn([code], width, height).pixels, colour]
    return [...frame, ...frame]
  })
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F5:1 Ip A1:1 C420jpeg\n`), ...frames])
}

function drawn(codes: readonly Modules[], width: number, height: number): Grey {
  const pixels = new Uint8Array(width * height).fill(paper)
  const place = width / Math.max(1, codes.length)
  codes.forEach((code, at) => {
    const size = code.length * moduleSize
    const [left, top] = [Math.floor(at * place + (place - size) / 2), Math.floor((height - size) / 2)]
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++)
        if (code[Math.floor(y / moduleSize)]![Math.floor(x / moduleSize)]) pixels[(top + y) * width + left + x] = ink
  })
  return { width, height, pixels }
}

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type), data])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(named, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}
