import type { ErrorCatalogue } from '@gongshi/protocol'
import { backupErrorTexts } from './backup/errorTexts.ts'
import type { NodeFailure } from './errors.ts'
import { operatorErrorTexts } from './operate/operatorErrorTexts.ts'
import { signInRefusalTexts } from './signIn/refusalTexts.ts'
import { witnessErrorTexts } from './witness/errorTexts.ts'

export const nodeErrorTexts: ErrorCatalogue<NodeFailure['code']> = {
  ...backupErrorTexts,
  ...operatorErrorTexts,
  ...signInRefusalTexts,
  ...witnessErrorTexts,
  'request-malformed': {
    status: 400,
    zh: { what: '请求的格式不对。', next: '对照 /openapi.json 检查所指出的位置。' },
    en: { what: 'The request is malformed.', next: 'Compare the place named with /openapi.json.' },
  },
  'media-type-unsupported': {
    status: 415,
    zh: { what: '此处不接受这种内容类型。', next: '按 /openapi.json 所列类型发送；交易用 application/cose。' },
    en: {
      what: 'This content type is not taken here.',
      next: 'Send one of the types that /openapi.json lists; a transaction is application/cose.',
    },
  },
  'encoding-unsupported': {
    status: 415,
    zh: { what: '不接受压缩的请求体。', next: '不带 Content-Encoding，发送原始字节。' },
    en: {
      what: 'Compressed request bodies are not taken.',
      next: 'Send the bytes as they are, without Content-Encoding.',
    },
  },
  'media-type-unacceptable': {
    status: 406,
    zh: { what: '无法以所要求的类型回答。', next: '改用 Accept: application/json 或省略它。' },
    en: {
      what: 'The answer cannot be given in the type asked for.',
      next: 'Use Accept: application/json, or leave it out.',
    },
  },
  'request-too-large': {
    status: 413,
    zh: { what: '请求体过大。', next: '缩小到所示上限以内；大文件作为内容分流上传。' },
    en: {
      what: 'The request body is too large.',
      next: 'Stay within the limit shown; upload large files as contents.',
    },
  },
  'request-unreadable': {
    status: 400,
    zh: { what: '收到的不是有效的 HTTP 请求。', next: '改用常见的 HTTP 客户端，或检查中间的代理。' },
    en: { what: 'This is not a valid HTTP request.', next: 'Use an ordinary HTTP client, or check the proxy between.' },
  },
  'request-cut-short': {
    status: 400,
    zh: { what: '请求体没有传完，什么都没有保存。', next: '从头再传一次。' },
    en: { what: 'The request body ended early; nothing was kept.', next: 'Send it again from the start.' },
  },
  'request-too-slow': {
    status: 408,
    zh: { what: '请求没有及时传完，什么都没有保存。', next: '检查网络后再传一次。' },
    en: { what: 'The request did not arrive in time; nothing was kept.', next: 'Check the network and send it again.' },
  },
  'headers-too-large': {
    status: 431,
    zh: { what: '请求头过大。', next: '去掉多余的请求头或 Cookie。' },
    en: { what: 'The request headers are too large.', next: 'Leave out superfluous headers or cookies.' },
  },
  'route-unknown': {
    status: 404,
    zh: { what: '没有这个地址。', next: '从首页或 /openapi.json 查找。' },
    en: { what: 'There is nothing at this address.', next: 'Start from the home page or from /openapi.json.' },
  },
  'method-unknown': {
    status: 405,
    zh: { what: '此地址不接受该方法。', next: '查看 /openapi.json 中此地址的方法。' },
    en: { what: 'This address does not take that method.', next: 'See its methods in /openapi.json.' },
  },
  'rate-limited': {
    status: 429,
    zh: { what: '请求过于频繁。', next: '按 Retry-After 所示时间后再试。' },
    en: { what: 'Too many requests.', next: 'Try again after the time in Retry-After.' },
  },
  'node-failed': {
    status: 500,
    zh: { what: '节点出现内部错误。', next: '请把时间和请求编号告诉运行方；您的输入没有问题。' },
    en: {
      what: 'The node failed.',
      next: 'Tell the operator the time and the request id; your input is not at fault.',
    },
  },
  'entry-unknown': {
    status: 404,
    zh: { what: '没有这个序号的条目。', next: '序号从 0 到账本大小减一；/api/v1/ledger 给出大小。' },
    en: {
      what: 'There is no entry with this index.',
      next: 'Indexes run from 0 to the size less one; /api/v1/ledger has the size.',
    },
  },
  'entry-unproven': {
    status: 409,
    zh: { what: '条目已落盘，其证明要等下一个区块。', next: '一两秒后再取。' },
    en: { what: 'The entry is durable; its proof comes with the next block.', next: 'Ask again in a second or two.' },
  },
  'block-unknown': {
    status: 404,
    zh: { what: '没有这个高度的区块。', next: '高度从 1 到 /api/v1/ledger 所示高度。' },
    en: { what: 'There is no block at this height.', next: 'Heights run from 1 to the one in /api/v1/ledger.' },
  },
  'block-pruned': {
    status: 410,
    zh: {
      what: '此节点只保存较新的区块，所问的已不在这里。',
      next: '`earliest` 是这里最早的高度；请向 `ask` 所列的成员查询，保存全部区块的节点都有。',
    },
    en: {
      what: 'This node keeps newer blocks only; what this takes is not here any more.',
      next: '`earliest` is the first height that is here; ask the members in `ask`: a node that keeps all blocks has it.',
    },
  },
  'transaction-unknown': {
    status: 404,
    zh: { what: '此节点不知道这笔交易。', next: '检查编号；若刚提交，请重发同一笔交易。' },
    en: {
      what: 'This node does not know the transaction.',
      next: 'Check the id; if it was just submitted, send it again.',
    },
  },
  'affair-not-found': {
    status: 404,
    zh: { what: '没有这个事务。', next: '/api/v1/affairs 列出全部事务。' },
    en: { what: 'There is no such affair.', next: '/api/v1/affairs lists them all.' },
  },
  'event-id-malformed': {
    status: 400,
    zh: { what: 'Last-Event-ID 不是条目序号。', next: '请去掉该请求头，或用 ?after=序号 指定从哪里继续。' },
    en: {
      what: 'Last-Event-ID is no index of an entry.',
      next: 'Leave it out, or say with ?after=INDEX where to go on.',
    },
  },
  'streams-full': {
    status: 503,
    zh: { what: '同时收听的人已达上限。', next: '请稍后再试，或改用 /api/v1/entries/{index} 逐条读取。' },
    en: {
      what: 'As many streams as this node serves at a time are open.',
      next: 'Try again later, or read /api/v1/entries/{index} one by one.',
    },
  },
  'view-unknown': {
    status: 404,
    zh: { what: '该事务没有这个视图。', next: '/api/v1/affairs/{name} 列出其视图。' },
    en: { what: 'The affair has no such view.', next: '/api/v1/affairs/{name} lists its views.' },
  },
  'views-unavailable': {
    status: 503,
    zh: { what: '列表与检索暂时不可用；账本和证据不受影响。', next: '稍后再试；运维人员请查看投影数据库。' },
    en: {
      what: 'Lists and search are not available just now; the ledger and its evidence are.',
      next: 'Try again shortly; operators look at the database of the projections.',
    },
  },
  'views-busy': {
    status: 503,
    zh: { what: '正在处理的查询过多。', next: '稍后再试。' },
    en: { what: 'Too many questions are being answered already.', next: 'Try again shortly.' },
  },
  'ocds-release-unknown': {
    status: 404,
    zh: { what: '账本上没有可公开的该条采购发布记录。', next: '核对 ocid 与编号；/ocds/releases 列出全部发布记录。' },
    en: {
      what: 'There is no such procurement release that could be shown.',
      next: 'Check ocid and id; /ocds/releases lists every release.',
    },
  },
  'ocds-record-unknown': {
    status: 404,
    zh: { what: '没有该采购过程可公开的发布记录。', next: '核对 ocid；/ocds/releases 列出全部发布记录。' },
    en: {
      what: 'There is no release of this contracting process that could be shown.',
      next: 'Check the ocid; /ocds/releases lists every release.',
    },
  },
  'ocds-record-too-large': {
    status: 422,
    zh: { what: '该采购过程的发布记录过多，无法合成一份。', next: '请从 /ocds/packages 所示的第一页起逐页读取。' },
    en: {
      what: 'This contracting process has too many releases for one record.',
      next: 'Read its releases page by page from /ocds/packages.',
    },
  },
  'ocds-package-empty': {
    status: 404,
    zh: { what: '这一页没有可公开的发布记录。', next: '/ocds/packages 给出第一页，再沿 links.next 读取。' },
    en: {
      what: 'This page has no release that could be shown.',
      next: '/ocds/packages names the first page; from there follow links.next.',
    },
  },
  'exports-full': {
    status: 503,
    zh: { what: '正在进行的导出已达上限。', next: '等前一个导出结束后再试。' },
    en: { what: 'As many exports as may be are under way.', next: 'Try again when one of them has ended.' },
  },
  'views-timeout': {
    status: 503,
    zh: { what: '查询超时，已放弃。', next: '缩小条件范围，或稍后再试。' },
    en: { what: 'The question took too long and was given up.', next: 'Ask for less, or try again later.' },
  },
  'filter-unknown': {
    status: 400,
    zh: { what: '没有可按此条件筛选的字段。', next: '可筛选的字段列在该事项的说明中。' },
    en: {
      what: 'Rows are not filtered by this field.',
      next: 'The description of the affair lists the fields that filter.',
    },
  },
  'filter-malformed': {
    status: 400,
    zh: { what: '筛选值不符合字段的格式。', next: '按该事项说明中字段的写法填写。' },
    en: {
      what: 'The value of the filter is not of the field’s form.',
      next: 'Write it as the description of the affair shows for the field.',
    },
  },
  'sort-unknown': {
    status: 400,
    zh: { what: '不能按此字段排序。', next: '可排序的字段列在该事项的说明中；降序在前面加减号。' },
    en: {
      what: 'Rows are not sorted by this field.',
      next: 'The description of the affair lists the fields that sort; a minus sign in front turns the order round.',
    },
  },
  'cursor-invalid': {
    status: 400,
    zh: { what: '翻页标记不是本节点为此查询给出的。', next: '从第一页重新开始，沿用答复中的 next。' },
    en: {
      what: 'The cursor is not one that this node gave for this question.',
      next: 'Begin at the first page and follow the `next` of each answer.',
    },
  },
  'search-empty': {
    status: 400,
    zh: { what: '检索词里没有字词。', next: '输入至少一个字、词或数字。' },
    en: { what: 'There is no word to search for.', next: 'Give at least one word or number.' },
  },
  'nothing-found': {
    status: 404,
    zh: { what: '账本上没有这样的记录、区块或交易。', next: '请检查序号或编号；全部记录见“账本”页。' },
    en: {
      what: 'The ledger has no such entry, block or transaction.',
      next: 'Check the number or the id; the ledger’s page lists every entry.',
    },
  },
  'record-unknown': {
    status: 404,
    zh: { what: '没有这份公开记录。', next: '从首页查找，或检查编号。' },
    en: { what: 'There is no such public record.', next: 'Look for it from the home page, or check its number.' },
  },
  'state-key-malformed': {
    status: 400,
    zh: { what: '状态键不是规范的 CBOR（base64url）。', next: '按 docs/protocol.md 编码键。' },
    en: { what: 'The state key is not canonical CBOR in base64url.', next: 'Encode the key as docs/protocol.md says.' },
  },
  'tile-unknown': {
    status: 404,
    zh: { what: '没有这个日志分片。', next: '只有检查点以内的分片才公开；先读 /log/checkpoint。' },
    en: {
      what: 'There is no such log tile.',
      next: 'Only tiles within the checkpoint are published; read /log/checkpoint first.',
    },
  },
  'checkpoint-absent': {
    status: 404,
    zh: { what: '尚无检查点。', next: '第一笔条目落盘数秒后再读。' },
    en: { what: 'There is no checkpoint yet.', next: 'Read it some seconds after the first entry.' },
  },
  'body-erased': {
    status: 410,
    zh: { what: '正文已依法删除，条目和签名仍在。', next: '所示条目载明谁依据哪一条作出决定。' },
    en: {
      what: 'The body was erased by law; the entry and its signatures remain.',
      next: 'The entry shown says who decided, by which clause.',
    },
  },
  'body-absent': {
    status: 404,
    zh: { what: '该条目没有正文。', next: '只有交易才有正文。' },
    en: { what: 'This entry has no body.', next: 'Only transactions have one.' },
  },
  'member-restricted': {
    status: 403,
    zh: {
      what: '这一部分载有自然人信息，不对外提供原文。',
      next: '页面上有遮盖后的内容；原文可依申请向公布机关查阅。',
    },
    en: {
      what: 'This part names natural persons; its source is not given out.',
      next: 'The page shows it masked; ask the publishing organ for the source.',
    },
  },
  'upload-unsigned': {
    status: 401,
    zh: { what: '上传内容需要经办人的签名。', next: '在 Gongshi-Upload 头中附上签名，见 docs/contents.md。' },
    en: {
      what: 'Uploading contents takes an officer’s signature.',
      next: 'Send it in the Gongshi-Upload header; see docs/contents.md.',
    },
  },
  'upload-unauthorised': {
    status: 403,
    zh: { what: '签名密钥未登记、已撤销，或签名不对。', next: '使用账本上在册的密钥。' },
    en: {
      what: 'The signing key is not registered, was revoked, or the signature is wrong.',
      next: 'Use a key that is active on the ledger.',
    },
  },
  'upload-expired': {
    status: 403,
    zh: { what: '上传许可已过期，或期限过远。', next: '重新签署，期限不超过一小时。' },
    en: {
      what: 'The upload permit has expired or reaches too far ahead.',
      next: 'Sign a new one that ends within an hour.',
    },
  },
  'upload-mismatch': {
    status: 422,
    zh: { what: '收到的内容与签署的承诺值不符，未保存。', next: '检查传输是否完整，再传一次。' },
    en: {
      what: 'What arrived does not match the commitment that was signed; nothing was kept.',
      next: 'Check that it arrived whole and upload again.',
    },
  },
  'member-only': {
    status: 403,
    zh: {
      what: '整份内容只给联盟成员的节点：请求须由账本上列出的发布者密钥签署，并在两分钟内有效。',
      next: '公众可读取其中公开的部分；成员请核对本节点的密钥与时钟。',
    },
    en: {
      what: 'A whole content is for members’ nodes: the request is signed by a publisher’s key that the ledger lists, for at most two minutes.',
      next: 'Everybody may read its open members; a member checks its node’s key and clock.',
    },
  },
  'erasure-unknown': {
    status: 404,
    zh: { what: '这条记录没有命令删除任何内容，或本节点尚未执行。', next: '核对编号；稍后再试。' },
    en: {
      what: 'This entry orders nothing to be destroyed, or this node has not done it yet.',
      next: 'Check the number, or ask again later.',
    },
  },
}
