/**
 * The indicators of which claims are kept. One that is missing here is refused rather than guessed: two
 * figures are compared only if somebody has said that they measure the same thing.
 */
import type { Unit } from '../contract.ts'

export interface Indicator {
  readonly en: string
  readonly zh: string
  /** The unit of a level; changes, shares, multiples and ranks have units of their own. */
  readonly unit: Unit
  /** A flow adds up over time, a stock stands at a moment, a cumulative count never falls. */
  readonly nature: 'flow' | 'stock' | 'cumulative'
}

function flow(unit: Unit, en: string, zh: string): Indicator {
  return { en, zh, unit, nature: 'flow' }
}

function stock(unit: Unit, en: string, zh: string): Indicator {
  return { en, zh, unit, nature: 'stock' }
}

function cumulative(unit: Unit, en: string, zh: string): Indicator {
  return { en, zh, unit, nature: 'cumulative' }
}

const INDICATORS: Readonly<Record<string, Indicator>> = {
  gdp: flow('CNY', 'Gross domestic product', '地区生产总值'),
  'gdp-per-km2': flow('CNY/km2', 'Output per square kilometre', '地均生产总值'),
  'land-area': stock('km2', 'Area', '面积'),
  'fixed-asset-investment': flow('CNY', 'Fixed-asset investment', '固定资产投资'),
  'retail-sales': flow('CNY', 'Retail sales', '社会消费品零售总额'),
  'goods-trade': flow('CNY', 'Trade in goods', '货物进出口额'),
  'services-trade': flow('CNY', 'Trade in services', '服务贸易额'),
  'silk-road-ecommerce-exports': flow(
    'CNY',
    'Exports to Silk Road e-commerce partner countries',
    '对“丝路电商”伙伴国出口额',
  ),
  tax: flow('CNY', 'Tax revenue', '税收收入'),
  'district-revenue': flow('CNY', 'District general public budget revenue', '区级一般公共预算收入'),
  'key-building-tax': flow('CNY', 'Tax of the key commercial buildings', '重点商务楼宇税收'),
  'building-tax': flow('CNY', 'Tax of one building', '单幢楼宇税收'),
  'key-buildings': stock('count', 'Key commercial buildings', '重点商务楼宇'),
  'software-value-added': flow(
    'CNY',
    'Value added of software and information services',
    '软件和信息服务业增加值',
  ),
  'ecommerce-turnover': flow('CNY', 'Turnover of e-commerce platforms', '电商平台交易额'),
  'registered-businesses': stock('count', 'Registered businesses', '注册企业'),
  'technology-service-firms': stock('count', 'Technology service firms', '科技服务业企业'),
  'high-tech-firms': stock('count', 'High-tech firms', '高新技术企业'),
  'specialised-smes': stock(
    'count',
    'Technologically advanced small and medium-sized firms',
    '“专精特新”中小企业',
  ),
  'innovative-enterprises': stock('count', 'Innovative enterprises', '创新企业'),
  'hq-and-rd-attracted': cumulative(
    'count',
    'Multinational headquarters and R&D centres attracted',
    '引进跨国公司地区总部和研发中心',
  ),
  'multinational-hq-added': flow(
    'count',
    'Regional headquarters of multinationals added',
    '新增跨国公司地区总部',
  ),
  'hq-and-rd-centres': stock(
    'count',
    'Headquarters and R&D centres of all kinds',
    '各类总部和研发中心',
  ),
  'key-projects': flow('count', 'Key projects', '重点项目'),
  'key-project-investment': flow('CNY', 'Investment of key projects', '重点项目投资额'),
  'plan-missions-assigned': stock('count', 'Missions of the 2021 plan', '总体方案任务'),
  'plan-missions-completed': cumulative(
    'count',
    'Missions of the 2021 plan completed',
    '总体方案已完成任务',
  ),
  'plan-measures-introduced': flow('count', 'Measures and regulations introduced', '出台政策措施'),
  'eximbank-credit': stock(
    'CNY',
    'Special credit line of the Export-Import Bank of China',
    '中国进出口银行专项信贷额度',
  ),
  'eximbank-policies': flow(
    'count',
    'Policies introduced by the Export-Import Bank of China',
    '中国进出口银行出台政策',
  ),
  'outbound-countries': stock(
    'count',
    'Countries connected for outbound services',
    '出海服务对接国家',
  ),
  'outbound-zones': stock(
    'count',
    'Overseas economic and trade zones connected',
    '出海服务对接境外经贸合作区',
  ),
}

export function findIndicator(id: string): Indicator | undefined {
  return Object.hasOwn(INDICATORS, id) ? INDICATORS[id] : undefined
}

export function listIndicators(): readonly (readonly [string, Indicator])[] {
  return Object.entries(INDICATORS)
}
