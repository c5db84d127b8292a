/** Who a newcomer may become: one of each side, so that a story can be followed through all its hands. */
import type { Persona } from '#platform/sessions/persona.ts'
import { AUTHORITY, BANK, castConsumers, castShops, NOTARIES, OFFICE } from './cast.ts'
import { Chance } from './chance.ts'
import type { StoryOptions } from './story.ts'

export function personasOf(book: string, story: StoryOptions): readonly Persona[] {
  const shops = castShops(story.shops, Number(story.to.slice(0, 4)))
  const consumers = castConsumers(story.consumers, new Chance(story.seed))
  const [first, second] = shops
  const last = shops.at(-1)
  const office = { party: OFFICE.party, name: OFFICE.name }
  const people: Omit<Persona, 'rank' | 'book'>[] = []
  for (const [i, { party, name }] of consumers.slice(0, 3).entries()) {
    const what =
      i === 0
        ? {
            en: 'Consumer with two cards and a question to answer',
            zh: '消费者，持有两张卡，有一个问题待答复',
          }
        : { en: 'Consumer', zh: '消费者' }
    people.push({
      id: `consumer-${i + 1}`,
      party,
      organisation: null,
      roles: ['consumer'],
      name,
      what,
    })
  }
  for (const [i, shop] of [first, second, last].entries()) {
    if (shop === undefined) continue
    const organisation = { party: shop.party, name: shop.name }
    const isWaiting = shop === last
    people.push({
      id: `head-${i + 1}`,
      party: shop.head,
      organisation,
      roles: ['shop-head'],
      name: { en: `Head of ${shop.name.en}`, zh: `${shop.name.zh}店长` },
      what: isWaiting
        ? { en: 'Head of a shop that asked to join', zh: '负责人，商户已申请加入' }
        : { en: 'Head of a shop', zh: '商户负责人' },
    })
    if (isWaiting) continue
    people.push({
      id: `clerk-${i + 1}`,
      party: shop.clerk,
      organisation,
      roles: ['shop-clerk'],
      name: { en: `Front desk of ${shop.name.en}`, zh: `${shop.name.zh}前台` },
      what: { en: 'Records who is here', zh: '登记到店' },
    })
  }
  const notaries = [
    {
      ...NOTARIES.shen,
      id: 'notary-shen',
      what: { en: 'Notary, proposes settlements', zh: '公证员，提出结算' },
    },
    {
      ...NOTARIES.qiu,
      id: 'notary-qiu',
      what: { en: 'Notary, approves them', zh: '公证员，批准结算' },
    },
    { ...NOTARIES.yao, id: 'notary-yao', what: { en: 'Notary, mediates', zh: '公证员，负责调解' } },
  ]
  for (const { id, party, name, what } of notaries) {
    people.push({ id, party, organisation: office, roles: ['notary'], name, what })
  }
  people.push({
    id: 'inspector',
    party: AUTHORITY.inspector,
    organisation: { party: AUTHORITY.party, name: AUTHORITY.name },
    roles: ['regulator'],
    name: { en: 'Inspector', zh: '监管员' },
    what: { en: 'Sees figures, and no consumer’s name', zh: '查看数字，不见消费者姓名' },
  })
  people.push({
    id: 'teller',
    party: BANK.teller,
    organisation: { party: BANK.party, name: BANK.name },
    roles: ['bank'],
    name: { en: 'The simulated bank', zh: '模拟银行' },
    what: { en: 'Books payments and payouts', zh: '记入收付款' },
  })
  return people.map((person, rank) => ({ ...person, rank, book }))
}
