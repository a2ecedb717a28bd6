/** What seals and opens chunks beside the page: it is given keys for one file, and keeps none. */
import { serveCipher } from '@gongshi/sealed/browser'

serveCipher(self as unknown as Parameters<typeof serveCipher>[0])
