/**
 * The areas of which claims are kept. They overlap: the business district lies in four districts and
 * touches both belts, so areas of different kinds are never added.
 */

export interface Area {
  readonly en: string
  readonly zh: string
  readonly kind: 'hub' | 'core' | 'part' | 'belt' | 'district' | 'place' | 'region'
}

const district = (en: string, zh: string): Area => ({ en, zh, kind: 'district' })

const AREAS: Readonly<Record<string, Area>> = {
  HUB: { en: 'the hub', zh: '虹桥国际开放枢纽', kind: 'hub' },
  CORE: { en: 'Hongqiao central business district', zh: '虹桥国际中央商务区', kind: 'core' },
  'S-HQ': { en: 'South Hongqiao', zh: '南虹桥', kind: 'part' },
  'E-HQ': { en: 'East Hongqiao', zh: '东虹桥', kind: 'part' },
  'W-HQ': { en: 'West Hongqiao', zh: '西虹桥', kind: 'part' },
  'N-HQ': { en: 'North Hongqiao', zh: '北虹桥', kind: 'part' },
  NORTH: { en: 'northern belt', zh: '北向拓展带', kind: 'belt' },
  SOUTH: { en: 'southern belt', zh: '南向拓展带', kind: 'belt' },
  CHANGNING: district('Changning', '长宁区'),
  MINHANG: district('Minhang', '闵行区'),
  QINGPU: district('Qingpu', '青浦区'),
  JIADING: district('Jiading', '嘉定区'),
  SONGJIANG: district('Songjiang', '松江区'),
  JINSHAN: district('Jinshan', '金山区'),
  KUNSHAN: district('Kunshan', '昆山市'),
  TAICANG: district('Taicang', '太仓市'),
  XIANGCHENG: district('Xiangcheng', '相城区'),
  SIP: district('Suzhou Industrial Park', '苏州工业园区'),
  NANHU: district('Nanhu', '南湖区'),
  PINGHU: district('Pinghu', '平湖市'),
  HAIYAN: district('Haiyan', '海盐县'),
  HAINING: district('Haining', '海宁市'),
  'SILICON-LANE': { en: 'Shanghai Silicon Lane', zh: '上海硅巷', kind: 'place' },
  JINHONGQIAO: { en: 'Jinhongqiao International Center', zh: '金虹桥国际中心', kind: 'place' },
  SHANGHAI: { en: 'Shanghai', zh: '上海市', kind: 'region' },
  YRD: { en: 'Yangtze River Delta', zh: '长三角', kind: 'region' },
}

export function findArea(id: string): Area | undefined {
  return Object.hasOwn(AREAS, id) ? AREAS[id] : undefined
}

export function listAreas(): readonly (readonly [string, Area])[] {
  return Object.entries(AREAS)
}
