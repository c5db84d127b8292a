/**
 * The indicators of which claims are kept. One that is missing here is refused rather than guessed: two
 * figures are compared only if somebody has said that they measure the same thing.
 */
import { type Formula, per, sum } from '#kernel/figures/formula.ts'
import type { Unit } from '../contract.ts'

export interface Indicator {
  readonly en: string
  readonly zh: string
  /** Other words for it in print, of both languages; a search finds them, too. */
  readonly aliases?: readonly string[]
  /** The unit of a level; changes, shares, multiples and ranks have units of their own. */
  readonly unit: Unit
  /** A flow adds up over time, a stock stands at a moment, a cumulative count never falls. */
  readonly nature: 'flow' | 'stock' | 'cumulative'
  /** Who recognises what is counted; figures of two levels are two figures. */
  readonly recognition?: 'municipal' | 'core' | 'not-stated'
  /** What was left in or taken out: the same name on two bases is two figures. */
  readonly adjustment?: 'before-vat-refunds'
  /**
   * Indicators that publishers may mean by the same words. What parts between the two is a doubt about the
   * definition, never a contradiction.
   */
  readonly near?: readonly string[]
  /** Never more than this other indicator: what is completed was assigned. */
  readonly within?: string
  /** How it follows from other indicators of the same area and period. */
  readonly formula?: Formula
  /** What slices call it when they count it: the hub's own figure. */
  readonly measuredAs?: string
  /** Its growth may be stated at current or at constant prices. */
  readonly hasPriceBasis?: true
  /** A count of the same things, reported again and again: it cannot fall unless something is reopened. */
  readonly isMonotone?: true
}

/** What an indicator has besides its names and unit. */
type More = Omit<Indicator, 'en' | 'zh' | 'unit' | 'nature'>

/** In formulas: how long the period is. */
export const YEARS = 'years-of-period'
export const DAYS = 'days-of-period'

type Names = readonly [en: string, zh: string]

const named = (
  nature: Indicator['nature'],
  unit: Unit,
  [en, zh]: Names,
  more: More = {},
): Indicator => ({ en, zh, unit, nature, ...more })
const flow = (unit: Unit, names: Names, more?: More) => named('flow', unit, names, more)
const stock = (unit: Unit, names: Names, more?: More) => named('stock', unit, names, more)
const cumulative = (unit: Unit, names: Names, more?: More) => named('cumulative', unit, names, more)

const INDICATORS: Readonly<Record<string, Indicator>> = {
  gdp: flow('CNY', ['Gross domestic product', '地区生产总值'], {
    hasPriceBasis: true,
    aliases: ['GDP', 'economic output', '国内生产总值', '经济总量'],
  }),
  'gdp-per-km2': flow('CNY/km2', ['Output per square kilometre', '地均生产总值'], {
    formula: per('gdp', 'land-area'),
    hasPriceBasis: true,
    aliases: ['economic density', '经济密度'],
  }),
  'land-area': stock('km2', ['Area', '面积']),
  'fixed-asset-investment': flow('CNY', ['Fixed-asset investment', '固定资产投资']),
  'retail-sales': flow('CNY', ['Retail sales', '社会消费品零售总额']),
  'goods-trade': flow('CNY', ['Trade in goods', '货物进出口额']),
  'services-trade': flow('CNY', ['Trade in services', '服务贸易额']),
  'silk-road-ecommerce-exports': flow('CNY', [
    'Exports to Silk Road e-commerce partner countries',
    '对“丝路电商”伙伴国出口额',
  ]),
  tax: flow('CNY', ['Tax revenue', '税收收入'], { near: ['tax-before-refunds'] }),
  'district-revenue': flow('CNY', [
    'District general public budget revenue',
    '区级一般公共预算收入',
  ]),
  'key-building-tax': flow('CNY', ['Tax of the key commercial buildings', '重点商务楼宇税收']),
  'building-tax': flow('CNY', ['Tax of one building', '单幢楼宇税收']),
  'key-buildings': stock('count', ['Key commercial buildings', '重点商务楼宇']),
  'software-value-added': flow(
    'CNY',
    ['Value added of software and information services', '软件和信息服务业增加值'],
    { hasPriceBasis: true },
  ),
  'ecommerce-turnover': flow('CNY', ['Turnover of e-commerce platforms', '电商平台交易额']),
  'registered-businesses': stock('count', ['Registered businesses', '注册企业']),
  'technology-service-firms': stock('count', ['Technology service firms', '科技服务业企业']),
  'high-tech-firms': stock('count', ['High-tech firms', '高新技术企业']),
  'specialised-smes': stock('count', [
    'Technologically advanced small and medium-sized firms',
    '“专精特新”中小企业',
  ]),
  'innovative-enterprises': stock('count', ['Innovative enterprises', '创新企业']),
  'hq-and-rd-attracted': cumulative(
    'count',
    ['Multinational headquarters and R&D centres attracted', '引进跨国公司地区总部和研发中心'],
    { near: ['hq-municipal'] },
  ),
  'multinational-hq-added': flow('count', [
    'Regional headquarters of multinationals added',
    '新增跨国公司地区总部',
  ]),
  'hq-and-rd-centres': stock('count', [
    'Headquarters and R&D centres of all kinds',
    '各类总部和研发中心',
  ]),
  'key-projects': flow('count', ['Key projects', '重点项目']),
  'key-project-investment': flow('CNY', ['Investment of key projects', '重点项目投资额'], {
    near: ['investment-attracted'],
  }),
  'plan-missions-assigned': stock('count', ['Missions of the 2021 plan', '总体方案任务']),
  'plan-missions-completed': cumulative(
    'count',
    ['Missions of the 2021 plan completed', '总体方案已完成任务'],
    { within: 'plan-missions-assigned', isMonotone: true },
  ),
  'plan-measures-introduced': flow('count', [
    'Measures and regulations introduced',
    '出台政策措施',
  ]),
  'eximbank-credit': stock('CNY', [
    'Special credit line of the Export-Import Bank of China',
    '中国进出口银行专项信贷额度',
  ]),
  'eximbank-policies': flow('count', [
    'Policies introduced by the Export-Import Bank of China',
    '中国进出口银行出台政策',
  ]),
  'outbound-countries': stock('count', [
    'Countries connected for outbound services',
    '出海服务对接国家',
  ]),
  'outbound-zones': stock('count', [
    'Overseas economic and trade zones connected',
    '出海服务对接境外经贸合作区',
  ]),
  'member-units': stock('count', ['District-level units of the area', '所含区级单元']),
  'tax-before-refunds': flow(
    'CNY',
    ['Tax revenue, VAT credit refunds not deducted', '税收收入（还原留抵退税）'],
    { adjustment: 'before-vat-refunds', near: ['tax'] },
  ),
  'tax-growth-lead': flow('ratio', ['Lead of tax growth over the city', '税收增速高于全市']),
  'tax-share-target': flow('ratio', [
    'Target for the share in the tax of the business district',
    '占商务区税收比重目标',
  ]),
  'fiscal-revenue': flow(
    'CNY',
    ['Fiscal revenue, definition not stated', '财政收入（口径未注明）'],
    { near: ['district-revenue'] },
  ),
  'services-value-added': flow('CNY', ['Value added of services', '服务业增加值'], {
    hasPriceBasis: true,
  }),
  'rd-spending': flow('CNY', ['Spending on research and development', '研发经费支出']),
  'industrial-output': flow('CNY', ['Industrial output', '工业总产值'], { hasPriceBasis: true }),
  'industrial-clusters': stock('count', [
    'Industrial clusters of at least a named size',
    '达到一定规模的产业集群',
  ]),
  'industrial-cluster-scale': flow('CNY', ['Scale of each industrial cluster', '单个产业集群规模']),
  'foreign-investment': flow('CNY', ['Foreign investment in actual use', '实际使用外资']),
  'investment-attracted': flow('CNY', ['Investment attracted', '招商引资额'], {
    near: ['key-project-investment'],
  }),
  'ports-trade': flow('CNY', ['Trade through the ports', '口岸贸易总额']),
  'silk-road-ecommerce-trade': flow('CNY', [
    'Trade with Silk Road e-commerce partner countries',
    '对“丝路电商”伙伴国进出口额',
  ]),
  'silk-road-pavilions': stock('count', [
    'National pavilions of Silk Road e-commerce',
    '“丝路电商”国家馆',
  ]),
  'legal-entities': stock('count', ['Legal entities', '法人单位']),
  'hq-functions': stock('count', ['Firms with headquarters functions', '具有总部功能的企业'], {
    recognition: 'not-stated',
    near: ['hq-firms'],
  }),
  'hq-firms': stock(
    'count',
    ['Headquarters, level of recognition not stated', '总部企业（认定层级未注明）'],
    { recognition: 'not-stated', near: ['hq-municipal', 'hq-functions'] },
  ),
  'hq-municipal': stock('count', ['Headquarters recognised by the city', '市级认定总部'], {
    formula: sum([
      'hq-municipal-multinational',
      'hq-municipal-private',
      'hq-municipal-trade',
      'rd-municipal',
    ]),
    recognition: 'municipal',
    near: ['hq-firms', 'hq-and-rd-attracted'],
  }),
  'hq-municipal-multinational': stock(
    'count',
    ['Headquarters of multinationals recognised by the city', '市级认定跨国公司地区总部'],
    { recognition: 'municipal' },
  ),
  'hq-municipal-private': stock(
    'count',
    ['Headquarters of private firms recognised by the city', '市级认定民营企业总部'],
    { recognition: 'municipal' },
  ),
  'hq-municipal-trade': stock(
    'count',
    ['Headquarters of traders recognised by the city', '市级认定贸易型总部'],
    { recognition: 'municipal' },
  ),
  'rd-municipal': stock(
    'count',
    ['Foreign R&D centres recognised by the city', '市级认定外资研发中心'],
    { recognition: 'municipal' },
  ),
  'hq-core': stock(
    'count',
    ['Headquarters recognised by the business district', '商务区认定总部'],
    { recognition: 'core' },
  ),
  'multinational-hq': stock('count', [
    'Regional headquarters of multinationals',
    '跨国公司地区总部',
  ]),
  'rd-centres': stock('count', ['Research and development centres', '研发中心']),
  'plan-policy-measures': stock('count', ['Policy measures of the 2021 plan', '总体方案政策措施']),
  'plan-policy-measures-done': cumulative(
    'count',
    ['Policy measures of the 2021 plan carried out', '总体方案已落实政策措施'],
    { within: 'plan-policy-measures', isMonotone: true },
  ),
  'plan-city-measures': stock(
    'count',
    ['Measures of the city to carry out the 2021 plan', '上海落实总体方案的举措'],
    { formula: sum(['plan-city-policies', 'plan-city-platforms', 'plan-city-infrastructure']) },
  ),
  'plan-city-policies': stock('count', [
    'Policies among the measures of the city',
    '上海落实举措中的政策',
  ]),
  'plan-city-platforms': stock('count', [
    'Platforms among the measures of the city',
    '上海落实举措中的功能平台',
  ]),
  'plan-city-infrastructure': stock('count', [
    'Infrastructure among the measures of the city',
    '上海落实举措中的基础设施',
  ]),
  'upgrade-measures': stock('count', ['Measures to upgrade the hub (2023)', '提升能级若干措施']),
  'upgrade-measures-city': stock(
    'count',
    [
      'Measures to upgrade the hub that concern Shanghai directly',
      '提升能级若干措施中直接涉及上海者',
    ],
    { within: 'upgrade-measures' },
  ),
  'upgrade-measures-city-done': cumulative(
    'count',
    ['Measures to upgrade the hub carried out in Shanghai', '提升能级若干措施中上海已落实者'],
    { within: 'upgrade-measures-city', isMonotone: true },
  ),
  'eximbank-policy-credit': flow('CNY', [
    'Policy-type credit of the Export-Import Bank of China',
    '中国进出口银行政策性信贷',
  ]),
  'agreements-signed': stock('count', [
    'Agreements signed at the yearly conference',
    '年度工作会议签署协议',
  ]),
  passengers: flow('count', ['Passengers of the transport hub', '虹桥综合交通枢纽客流量']),
  'passengers-per-year': flow(
    'count',
    ['Passengers of the transport hub, yearly average', '虹桥综合交通枢纽年均客流量'],
    { formula: per('passengers', YEARS) },
  ),
  'passengers-per-day': flow(
    'count',
    ['Passengers of the transport hub, daily average', '虹桥综合交通枢纽日均客流量'],
    { formula: per('passengers', DAYS) },
  ),
  'year-round-platform-trade': flow('CNY', [
    'Trade of the 6+365 platform',
    '“6天+365天”平台交易额',
  ]),
  'year-round-platform-branches': stock('count', [
    'Branches of the 6+365 platform',
    '“6天+365天”平台分平台',
  ]),
  'pinhui-products': stock('count', ['Products of Hongqiao Pinhui', '虹桥品汇商品']),
  'pinhui-countries': stock('count', ['Countries of origin at Hongqiao Pinhui', '虹桥品汇来源国']),
  'pinhui-sites': stock('count', ['Sites of Hongqiao Pinhui', '虹桥品汇分中心']),
  'china-europe-trains': flow('count', ['China-Europe trains', '中欧班列开行列数']),
  'low-altitude-output': flow('CNY', [
    'Output of the core low-altitude industry, target',
    '低空经济核心产业规模目标',
  ]),
  'expo-intended-deals': flow('CNY', ['Intended deals of the import expo', '进博会意向成交额']),
  'expo-exhibitors': stock('count', ['Exhibitors of the import expo', '进博会参展企业']),
  'expo-overseas-exhibitors': stock('count', [
    'Overseas exhibitors of the import expo',
    '进博会境外参展企业',
  ]),
  'expo-countries': stock('count', [
    'Countries and organisations at the import expo',
    '进博会参与国别和组织',
  ]),
  'expo-floor-area': stock('m2', ['Exhibition area of the import expo', '进博会展览面积']),
  'claims-recorded': flow('count', ['Claims recorded by the hub', '枢纽记录的发布值'], {
    measuredAs: 'observatory.claims-recorded',
  }),
}

export function findIndicator(id: string): Indicator | undefined {
  return Object.hasOwn(INDICATORS, id) ? INDICATORS[id] : undefined
}

export function listIndicators(): readonly (readonly [string, Indicator])[] {
  return Object.entries(INDICATORS)
}
