/** Who a newcomer may become: one of each side, so that a story can be followed through all its hands. */
import type { Persona } from '#platform/sessions/persona.ts'
import { AUTHORITY, BANK, castConsumers, castShops, NOTARIES, OFFICE } from './cast.ts'
import { REGISTRAR, REGISTRY, REGISTRY_NAME } from './cast.ts'
import type { Consumer, Shop } from './cast.ts'
import { Chance } from './chance.ts'
import type { StoryOptions } from './plot.ts'

type Person = Omit<Persona, 'rank' | 'book'>

export function personasOf(book: string, story: StoryOptions): readonly Persona[] {
  const shops = castShops(story.shops, Number(story.to.slice(0, 4)))
  const consumers = castConsumers(story.consumers, new Chance(story.seed))
  const people = [
    ...consumers.slice(0, 3).map(consumerPerson),
    ...shops.slice(0, 2).flatMap(staff),
    ...shops.slice(-1).map((shop) => head(shop, 3, true)),
    ...notaries(),
    ...others(),
  ]
  return people.map((person, rank) => ({ ...person, rank, book }))
}

function consumerPerson({ party, name }: Consumer, i: number): Person {
  const what =
    i === 0
      ? {
          en: 'Consumer with two cards and a question to answer',
          zh: '消费者，持有两张卡，有一个问题待答复',
        }
      : { en: 'Consumer', zh: '消费者' }
  return { id: `consumer-${i + 1}`, party, organisation: null, roles: ['consumer'], name, what }
}

function head(shop: Shop, n: number, isWaiting: boolean): Person {
  return {
    id: `head-${n}`,
    party: shop.head,
    organisation: { party: shop.party, name: shop.name },
    roles: ['shop-head'],
    name: { en: `Head of ${shop.name.en}`, zh: `${shop.name.zh}店长` },
    what: isWaiting
      ? { en: 'Head of a shop that asked to join', zh: '负责人，商户已申请加入' }
      : { en: 'Head of a shop', zh: '商户负责人' },
  }
}

function staff(shop: Shop, i: number): readonly Person[] {
  const clerk: Person = {
    id: `clerk-${i + 1}`,
    party: shop.clerk,
    organisation: { party: shop.party, name: shop.name },
    roles: ['shop-clerk'],
    name: { en: `Front desk of ${shop.name.en}`, zh: `${shop.name.zh}前台` },
    what: { en: 'Records who is here', zh: '登记到店' },
  }
  return [head(shop, i + 1, false), clerk]
}

function notaries(): readonly Person[] {
  const { shen, qiu, yao } = NOTARIES
  const of = { organisation: OFFICE, roles: ['notary'] } as const
  return [
    {
      ...of,
      ...shen,
      id: 'notary-shen',
      what: { en: 'Notary, proposes settlements', zh: '公证员，提出结算' },
    },
    {
      ...of,
      ...qiu,
      id: 'notary-qiu',
      what: { en: 'Notary, approves them', zh: '公证员，批准结算' },
    },
    { ...of, ...yao, id: 'notary-yao', what: { en: 'Notary, mediates', zh: '公证员，负责调解' } },
  ]
}

function others(): readonly Person[] {
  return [
    {
      id: 'inspector',
      party: AUTHORITY.inspector,
      organisation: AUTHORITY,
      roles: ['regulator'],
      name: { en: 'Inspector', zh: '监管员' },
      what: { en: 'Sees figures, and no consumer’s name', zh: '查看数字，不见消费者姓名' },
    },
    {
      id: 'teller',
      party: BANK.teller,
      organisation: BANK,
      roles: ['bank'],
      name: { en: 'The simulated bank', zh: '模拟银行' },
      what: { en: 'Books payments and payouts', zh: '记入收付款' },
    },
    {
      id: 'registrar',
      party: REGISTRAR,
      organisation: { party: REGISTRY, name: REGISTRY_NAME },
      roles: ['registrar'],
      name: { en: 'Registrar', zh: '登记人员' },
      what: { en: 'Says how long the book keeps', zh: '设定账簿的保存期限' },
    },
  ]
}
