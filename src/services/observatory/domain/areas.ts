/**
 * The areas of which figures are kept: dated sets that overlap, and no tree. The business district lies in
 * four districts and touches both belts, so areas are added only where `memberships.ts` knows them apart.
 */

export const AREA_KINDS = [
  'hub',
  'core',
  'part',
  'belt',
  'district',
  'city',
  'province',
  'place',
  'region',
  'country',
] as const
export type AreaKind = (typeof AREA_KINDS)[number]

export interface Area {
  readonly en: string
  readonly zh: string
  readonly kind: AreaKind
  /** Other names in print, of both languages; a search finds them, too. */
  readonly aliases?: readonly string[]
}

function area(kind: AreaKind, en: string, zh: string, ...aliases: readonly string[]): Area {
  return aliases.length === 0 ? { en, zh, kind } : { en, zh, kind, aliases }
}

const AREAS: Readonly<Record<string, Area>> = {
  HUB: area(
    'hub',
    'the hub',
    '虹桥国际开放枢纽',
    'Hongqiao International Opening-up Hub',
    'Hongqiao International Open Hub',
    'Hongqiao International Hub for Opening-up',
  ),
  'HUB-SH': area('part', 'Shanghai part of the hub', '枢纽上海部分'),
  'HUB-SZ': area('part', 'Suzhou part of the hub', '枢纽苏州部分'),
  'HUB-JX': area('part', 'Jiaxing part of the hub', '枢纽嘉兴部分'),
  CORE: area(
    'core',
    'Hongqiao central business district',
    '虹桥国际中央商务区',
    'Hongqiao International Central Business District',
    'Hongqiao International Business District',
    'Hongqiao CBD',
    '虹桥商务区',
  ),
  'S-HQ': area('part', 'South Hongqiao', '南虹桥', '虹桥国际中央商务区闵行部分'),
  'E-HQ': area('part', 'East Hongqiao', '东虹桥', '虹桥国际中央商务区长宁部分'),
  'W-HQ': area('part', 'West Hongqiao', '西虹桥', '虹桥国际中央商务区青浦部分'),
  'N-HQ': area('part', 'North Hongqiao', '北虹桥', '虹桥国际中央商务区嘉定部分'),
  'CORE-DEVELOPMENT': area('place', 'Hongqiao core development area', '虹桥核心开发区域'),
  'TRANSPORT-HUB': area('place', 'Hongqiao transport hub', '虹桥综合交通枢纽'),
  LINKONG: area(
    'place',
    'Hongqiao Linkong demonstration zone',
    '虹桥临空经济示范区',
    'Hongqiao airport economy demonstration zone',
  ),
  NECC: area('place', 'National Exhibition and Convention Center', '国家会展中心'),
  NORTH: area('belt', 'northern belt', '北向拓展带'),
  SOUTH: area('belt', 'southern belt', '南向拓展带'),
  CHANGNING: area('district', 'Changning', '长宁区', 'Changning District'),
  MINHANG: area('district', 'Minhang', '闵行区', 'Minhang District'),
  QINGPU: area('district', 'Qingpu', '青浦区', 'Qingpu District'),
  JIADING: area('district', 'Jiading', '嘉定区', 'Jiading District'),
  SONGJIANG: area('district', 'Songjiang', '松江区', 'Songjiang District'),
  JINSHAN: area('district', 'Jinshan', '金山区', 'Jinshan District'),
  KUNSHAN: area('district', 'Kunshan', '昆山市', 'Kunshan City'),
  TAICANG: area('district', 'Taicang', '太仓市', 'Taicang City'),
  XIANGCHENG: area('district', 'Xiangcheng', '相城区', 'Xiangcheng District'),
  SIP: area('district', 'Suzhou Industrial Park', '苏州工业园区', 'SIP'),
  NANHU: area('district', 'Nanhu', '南湖区', 'Nanhu District'),
  PINGHU: area('district', 'Pinghu', '平湖市', 'Pinghu City'),
  HAIYAN: area('district', 'Haiyan', '海盐县', 'Haiyan County'),
  HAINING: area('district', 'Haining', '海宁市', 'Haining City'),
  'JIA-KUN-TAI': area('region', 'Jiading, Kunshan and Taicang together', '嘉昆太', 'Jiakuntai'),
  'SILICON-LANE': area('place', 'Shanghai Silicon Lane', '上海硅巷'),
  JINHONGQIAO: area('place', 'Jinhongqiao International Center', '金虹桥国际中心'),
  'CHANGNING-FTZ': area(
    'place',
    'Changning free-trade linked-innovation area',
    '长宁自贸联动创新区',
  ),
  ETDZ: area('place', 'Hongqiao Economic and Technological Development Zone', '虹桥经济技术开发区'),
  LINGANG: area('place', 'Lin-gang Special Area', '临港新片区', 'Lingang'),
  SHANGHAI: area('city', 'Shanghai', '上海市'),
  SUZHOU: area('city', 'Suzhou', '苏州市'),
  JIAXING: area('city', 'Jiaxing', '嘉兴市'),
  JIANGSU: area('province', 'Jiangsu', '江苏省'),
  ZHEJIANG: area('province', 'Zhejiang', '浙江省'),
  ANHUI: area('province', 'Anhui', '安徽省'),
  YRD: area('region', 'Yangtze River Delta', '长三角', '长江三角洲', 'YRD'),
  CHINA: area('country', 'China as a whole', '全国', '中国'),
}

export function findArea(id: string): Area | undefined {
  return Object.hasOwn(AREAS, id) ? AREAS[id] : undefined
}

export function listAreas(): readonly (readonly [string, Area])[] {
  return Object.entries(AREAS)
}
