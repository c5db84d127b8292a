/** What the register of parties may refuse, as sentences with a way out. */
import type { ProblemTexts } from '#platform/http/route.ts'
import { REFUSALS, type CommandName, type PartiesRefusal } from '../contract.ts'

export const refusals = {
  registry_exists: {
    en: 'This book has a registry already. Ask one of its registrars.',
    zh: '本账簿已有登记处，请联系其登记员。',
  },
  party_differs: {
    en: 'Another party is registered under this id. Choose a new one.',
    zh: '该编号已登记为另一主体，请另取编号。',
  },
  not_registrar: {
    status: 403,
    en: 'Only a registrar of the registry can do this; a notary may register persons for its office.',
    zh: '只有登记处的登记员可以办理；公证员可以为其公证处登记自然人。',
  },
  organisation_unknown: {
    status: 404,
    en: 'No organisation of this id is registered in this book. Have it registered first.',
    zh: '本账簿未登记该机构，请先办理登记。',
  },
  not_appointer: {
    status: 403,
    en: 'Only whoever leads the organisation, or a registrar, can do this; clerks are appointed by their head.',
    zh: '只有该机构的负责人或登记员可以办理；店员由店长任命。',
  },
  role_does_not_fit: {
    status: 422,
    en: 'An organisation of this kind has no such role.',
    zh: '该类机构没有这一职务。',
  },
  not_a_person: {
    status: 422,
    en: 'Only a registered person can be appointed or sign. Have the person registered first.',
    zh: '只有已登记的自然人可以受任命或签署，请先办理登记。',
  },
  appointed_otherwise: {
    en: 'This person has another role there. Dismiss the person from it first.',
    zh: '该人员在该机构另有职务，请先予免除。',
  },
  organisation_led: {
    en: 'This organisation has somebody who leads it and who appoints its own. Ask that person.',
    zh: '该机构已有负责人，由其任命本机构人员，请联系负责人。',
  },
  not_appointed: {
    en: 'This person was never appointed there.',
    zh: '该人员未在该机构任职。',
  },
  last_registrar: {
    en: 'The registry would be left without a registrar. Appoint another one first.',
    zh: '登记处不能没有登记员，请先任命另一名登记员。',
  },
} as const satisfies ProblemTexts<PartiesRefusal>

/** The sentences of everything that an act may be refused for. */
export function refusalsOf(name: CommandName): ProblemTexts {
  return Object.fromEntries(REFUSALS[name].map((type) => [type, refusals[type]]))
}
