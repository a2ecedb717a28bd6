/**
 * Text that the ledger stores or hashes: well-formed, without control characters (tab and line feed excepted in free
 * text), bidirectional controls or byte order marks, so that what is read is what was signed.
 */
export function isPlainText(text: string, multiline: boolean): boolean {
  return text.isWellFormed() && !(multiline ? forbiddenInText : forbiddenInLine).test(text)
}

const invisible = '\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff'
const forbiddenInLine = new RegExp(`[\\u0000-\\u001f${invisible}]`)
const forbiddenInText = new RegExp(`[\\u0000-\\u0008\\u000b-\\u001f${invisible}]`)
