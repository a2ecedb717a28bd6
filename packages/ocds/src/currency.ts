/**
 * Minor-unit digits of ISO 4217 (list one of 2024-06-25 with amendments 175-177, and list three of withdrawn codes that
 * OCDS still knows). Two digits unless listed; null: the standard gives none (metals, bond units, test code).
 */
const digitsOf: ReadonlyMap<number | null, string> = new Map([
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
  [null, 'XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'],
])

const active =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF ' +
  'CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF ' +
  'IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN ' +
  'MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS ' +
  'SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG'

/** Withdrawn from 1999 on, which is what procurement data reach back to. */
const withdrawn =
  'AFA ATS AZM CSD CUC CYP DEM EEK FIM FRF GHC HRK IEP LTL LVL MRO MTL MZM NLG ROL SDD SIT SKK SLL SRG STD TMM USS VEB ' +
  'VEF YUM ZMK ZWD ZWL ZWN ZWR'
const withdrawnWithoutDigits = 'ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE TPE TRL'

/** Every currency with the digits of its minor unit; null where it has none. */
export const currencyDigits: ReadonlyMap<string, number | null> = new Map([
  ...`${active} ${withdrawn}`.split(' ').map((code) => [code, 2] as const),
  ...withdrawnWithoutDigits.split(' ').map((code) => [code, 0] as const),
  ...[...digitsOf].flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, digits] as const)),
])

/** Digits after the decimal point of one unit; null for a code without minor units, undefined for no currency. */
export function minorUnitDigits(currency: string): number | null | undefined {
  return currencyDigits.get(currency)
}
