import type { Catalogue } from '@gongshi/ui'

type OpenDataText =
  | 'title'
  | 'lead'
  | 'asOf'
  | 'file'
  | 'formats'
  | 'size'
  | 'live'
  | 'licence'
  | 'licenceText'
  | 'underLicence'
  | 'noLicence'
  | 'catalogue'
  | 'statistics'
  | 'days'
  | 'affairs'
  | 'organs'
  | 'procurement'
  | 'procedures'
  | 'lots'
  | 'years'
  | 'months'
  | 'bids'
  | 'suppliers'
  | 'buyers'
  | 'ocdsReleases'
  | 'ocdsRecords'
  | 'ocdsCompiled'
  | 'ocdsPages'
  | 'registers'
  | 'registersLead'
  | 'fieldsOf'
  | 'count'
  | 'follow'
  | 'notices'
  | 'calendar'
  | 'stream'
  | 'log'
  | 'checkpoint'
  | 'tiles'
  | 'genesis'
  | 'trust'
  | 'verifier'
  | 'openapi'
  | 'registersOf'
  | 'registersOfLead'
  | 'machine'
  | 'field'
  | 'meaning'
  | 'kind'
  | 'optional'
  | 'filters'
  | 'yes'
  | 'take'

/** What the open data pages say. */
export const openDataTexts: Catalogue<OpenDataText> = {
  zh: {
    title: '开放数据',
    lead: '本站上能看到的，都可以成批取用，地址长期不变。自然人的个人信息在源头即已遮蔽。',
    asOf: '数据截至区块 {height}（{time}），共 {entries} 条记录。',
    file: '数据',
    formats: '格式与地址',
    size: '大小',
    live: '随取随成',
    licence: '使用条件',
    licenceText:
      '国家机关的决议、决定、命令和其他具有立法、行政、司法性质的文件不适用著作权法（著作权法第五条）。由账本记录生成的表格，本站不另设条件，可自由使用；使用时请注明区块高度，以便他人核对。文件中第三方的作品仍归其作者；导入的 OCDS 数据仍适用原发布者的许可。',
    underLicence: '本站的数据按此许可提供：',
    noLicence: '本站的运营单位尚未指定许可；以下是法律本身的规定。',
    catalogue: '供程序读取的目录（DCAT 3，JSON-LD）',
    statistics: '统计',
    days: '每天各事项的行为数',
    affairs: '各事项各种行为的次数',
    organs: '各机关办理的行为数',
    procurement: '政府采购',
    procedures: '全部采购项目',
    lots: '全部标段与合同',
    years: '每年的项目与合同',
    months: '每月签订的合同',
    bids: '标段的投标数',
    suppliers: '供应商',
    buyers: '采购人',
    ocdsReleases: 'OCDS 全部发布（releases）',
    ocdsRecords: 'OCDS 全部采购过程（records）',
    ocdsCompiled: 'OCDS 汇编（compiled releases）',
    ocdsPages: 'OCDS 分页数据包',
    registers: '登记簿',
    registersLead: '每个事项的登记簿，逐页取用，可筛选、可排序。字段说明由事项的声明生成。',
    fieldsOf: '{affair}：登记簿与字段',
    count: '{count} 个登记簿',
    follow: '持续关注',
    notices: '最新公示',
    calendar: '截止与开标日历',
    stream: '新记录的事件流',
    log: '账本本身',
    checkpoint: '检查点（C2SP）',
    tiles: '日志的瓦片（C2SP tlog-tiles），首片',
    genesis: '创世文件',
    trust: '信任根',
    verifier: '核验程序',
    openapi: '接口说明',
    registersOf: '{affair}：开放数据',
    registersOfLead: '以下各表的字段由事项的声明生成，与账本执行的是同一份。',
    machine: '同样的说明，供程序读取',
    field: '字段',
    meaning: '含义',
    kind: '类型',
    optional: '可空',
    filters: '可筛选',
    yes: '是',
    take: '取用：',
  },
  en: {
    title: 'Open data',
    lead: 'Whatever this site shows can be taken along in bulk, at addresses that stay. Personal data of natural persons are masked at the source.',
    asOf: 'Data as of block {height} ({time}): {entries} entries.',
    file: 'Data',
    formats: 'Formats and addresses',
    size: 'Size',
    live: 'made when asked for',
    licence: 'Terms of use',
    licenceText:
      'Resolutions, decisions, orders and other documents of state organs of a legislative, administrative or judicial nature are not subject to copyright (Copyright Law of China, article 5). On tables made of the ledger’s records this site sets no terms of its own: use them freely, and name the block height so that others can check. Works of third parties within documents stay their authors’; imported OCDS data stay under the licences of their publishers.',
    underLicence: 'The data of this site are offered under this licence:',
    noLicence: 'The operator of this site has named no licence; what follows is what the law itself says.',
    catalogue: 'Catalogue for programs (DCAT 3 as JSON-LD)',
    statistics: 'Statistics',
    days: 'Acts a day, by affair',
    affairs: 'Acts by affair and action',
    organs: 'Acts carried out, by organ',
    procurement: 'Public procurement',
    procedures: 'All procedures',
    lots: 'All lots and contracts',
    years: 'Procedures and contracts a year',
    months: 'Contracts signed a month',
    bids: 'Numbers of bids of lots',
    suppliers: 'Suppliers',
    buyers: 'Buyers',
    ocdsReleases: 'OCDS: all releases',
    ocdsRecords: 'OCDS: all processes (records)',
    ocdsCompiled: 'OCDS: compiled releases',
    ocdsPages: 'OCDS: packages, page by page',
    registers: 'Registers',
    registersLead:
      'The registers of each affair, page by page, filtered and sorted as you ask. The fields are explained from the affair’s own declaration.',
    fieldsOf: '{affair}: registers and fields',
    count: '{count} registers',
    follow: 'Follow',
    notices: 'Latest notices',
    calendar: 'Calendar of deadlines and openings',
    stream: 'Stream of new entries',
    log: 'The ledger itself',
    checkpoint: 'Checkpoint (C2SP)',
    tiles: 'Tiles of the log (C2SP tlog-tiles), the first one',
    genesis: 'Genesis file',
    trust: 'Trust root',
    verifier: 'Verifier',
    openapi: 'Description of the API',
    registersOf: '{affair}: open data',
    registersOfLead:
      'The fields of these tables come from the affair’s declaration, the very one that the ledger executes.',
    machine: 'The same for programs',
    field: 'Field',
    meaning: 'Meaning',
    kind: 'Type',
    optional: 'may be empty',
    filters: 'Filters',
    yes: 'yes',
    take: 'Take it along:',
  },
}

/** Kinds of fields in words. */
export const kindWords: { readonly [kind: string]: { readonly zh: string; readonly en: string } | undefined } = {
  int: { zh: '整数', en: 'whole number' },
  bool: { zh: '是或否', en: 'yes or no' },
  money: { zh: '金额（币种与最小单位）', en: 'amount (currency and minor units)' },
  subject: { zh: '当事人的假名（十六进制）', en: 'pseudonym of a person (hex)' },
  organ: { zh: '机关（体系与代码）', en: 'organ (scheme and id)' },
  division: { zh: '行政区划（体系、代码、日期）', en: 'division (scheme, code, date)' },
  key: { zh: '密钥编号（十六进制）', en: 'id of a key (hex)' },
  time: { zh: '时刻（RFC 3339）', en: 'moment (RFC 3339)' },
  date: { zh: '日期（年-月-日）', en: 'day (YYYY-MM-DD)' },
  workdays: { zh: '工作日数', en: 'working days' },
  duration: { zh: '时长（毫秒）', en: 'duration (milliseconds)' },
  rational: { zh: '分数', en: 'fraction' },
  code: { zh: '代码', en: 'code' },
  commitment: { zh: '内容承诺（十六进制）', en: 'commitment of a content (hex)' },
  text: { zh: '文字', en: 'text' },
  bytes: { zh: '字节（十六进制）', en: 'bytes (hex)' },
  oneOf: { zh: '几者之一', en: 'one of several' },
  ref: { zh: '另一行的键', en: 'key of another row' },
  list: { zh: '列表', en: 'list' },
  record: { zh: '一组字段', en: 'group of fields' },
}
