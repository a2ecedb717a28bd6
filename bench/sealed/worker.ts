import { serveCipher } from '@gongshi/sealed/browser'

serveCipher(self as unknown as Parameters<typeof serveCipher>[0])
