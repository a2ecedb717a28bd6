import type { ErrorCatalogue } from '../errors.ts'
import type { UploadFailure } from './errors.ts'

export const uploadErrorTexts: ErrorCatalogue<UploadFailure['code']> = {
  'upload-malformed': {
    status: 400,
    zh: { what: '上传的内容或其许可编码无效，未保存。', next: '按 docs/protocol.md「上传」一节重新编码。' },
    en: {
      what: 'The upload or its permit is not validly encoded; nothing was kept.',
      next: 'Encode it again as docs/protocol.md, section Uploads, says.',
    },
  },
}
