import type { Kind } from '../kinds/kind.ts'
import type { Language } from '../law/labels.ts'

type Scalar = Exclude<Kind['kind'], 'option' | 'list' | 'record' | 'text' | 'bytes' | 'oneOf'>

/** What is asked for, as help beside an input and as the reason why an answer is no value of its kind. */
const words: { readonly [L in Language]: { readonly [K in Scalar]: string } } = {
  zh: {
    int: '整数，不带逗号和小数点。',
    bool: '选“是”或“否”。',
    money: '币种用三个大写字母（ISO 4217，如 CNY），金额写数字，如 1200.50。',
    subject: '对象的假名：64 位小写十六进制。',
    organ: '机关的编码体系和编码；可以输入名称查找。统一社会信用代码（gb-32100）会核对校验码。',
    division: '行政区划的编码体系、代码和该代码有效的日期；可以输入名称查找。',
    key: '密钥编号：64 位小写十六进制。',
    time: '日期和时刻，按本账本的时区 {zone}。',
    date: '日期：年-月-日。',
    workdays: '工作日数：0 到 10000 的整数。',
    duration: '时长：数字和单位。',
    rational: '分子和分母：分母大于零，须为最简分数。',
    code: '编码，前后不留空格，最多 128 个字节。',
    commitment: '内容本身不上账本：选择文件或写下正文，由本浏览器算出承诺。',
    ref: '从登记簿中选择一行，或粘贴它的编号。',
  },
  en: {
    int: 'A whole number without commas or a decimal point.',
    bool: 'Choose yes or no.',
    money: 'The currency in three capital letters (ISO 4217, such as CNY), the amount in figures, such as 1200.50.',
    subject: 'A pseudonym: 64 lower-case hexadecimal digits.',
    organ: 'The scheme and id of an organ; type a name to find it. Check digits of gb-32100 are verified.',
    division: 'The scheme and code of a place, and a day on which the code was in force; type a name to find it.',
    key: 'A key id: 64 lower-case hexadecimal digits.',
    time: 'A day and a time of day in the ledger’s own zone, {zone}.',
    date: 'A day: year-month-day.',
    workdays: 'Working days: a whole number from 0 to 10000.',
    duration: 'A length of time: a number and its unit.',
    rational: 'Numerator and denominator: in lowest terms, the denominator above zero.',
    code: 'A code without blanks around it, at most 128 bytes.',
    commitment:
      'The content itself stays off the ledger: choose a file or write the text, and this browser computes its commitment.',
    ref: 'Choose a row of the register, or paste its id.',
  },
}

const composed = {
  zh: {
    text: (max: number) => `文字，最多 ${max} 字；会公开。`,
    bytes: (length: number) => `${length * 2} 位小写十六进制。`,
    oneOf: '从列出的词中选一个。',
    list: (max: number) => `最多 ${max} 项。`,
    record: '',
  },
  en: {
    text: (max: number) => `Text of at most ${max} characters; it will be public.`,
    bytes: (length: number) => `${length * 2} lower-case hexadecimal digits.`,
    oneOf: 'Choose one of the words.',
    list: (max: number) => `At most ${max}.`,
    record: '',
  },
} as const

/** `{zone}` stays open where a time is asked for. */
export function kindWords(kind: Kind, language: Language): string {
  switch (kind.kind) {
    case 'option':
      return kindWords(kind.of, language)
    case 'text':
      return composed[language].text(kind.max)
    case 'bytes':
      return composed[language].bytes(kind.length)
    case 'list':
      return composed[language].list(kind.max)
    case 'oneOf':
    case 'record':
      return composed[language][kind.kind]
    default:
      return words[language][kind.kind]
  }
}
