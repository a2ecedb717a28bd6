const symbols = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** A unified social credit code by GB 32100-2015: 18 symbols (no I, O, S, V, Z), the last a check by weights 3^i mod 31. */
export function isUnifiedSocialCreditCode(code: string): boolean {
  if (code.length !== 18) return false
  let sum = 0
  let weight = 1
  for (const symbol of code.slice(0, 17)) {
    const value = symbols.indexOf(symbol)
    if (value < 0) return false
    sum += value * weight
    weight = (weight * 3) % 31
  }
  return symbols[(31 - (sum % 31)) % 31] === code[17]
}
