import { currencyDigits } from '@gongshi/ocds'

/** Digits of each currency's minor unit: this script's own, since a page that moved a point would move it in a price. */
export const minorUnits: { readonly [currency: string]: number | null } = Object.fromEntries(currencyDigits)
