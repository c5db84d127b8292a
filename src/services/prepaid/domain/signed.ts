/** What a contract was signed with, read back from its row: the offer and the terms as they stood then. */
import { isJsonObject } from '#kernel/std/canonical-json.ts'
import { assert } from '#kernel/std/assert.ts'
import { findWhole, listIn, objectIn, textIn, wholeIn } from '#kernel/std/facts.ts'
import type { Json, JsonObject } from '#kernel/std/json.ts'
import type { Offer, Terms } from '../contract.ts'

function plain(json: Json): JsonObject {
  assert(isJsonObject(json), 'what was signed is an object')
  return json
}

function wordsIn(object: JsonObject, name: string): { readonly en: string; readonly zh: string } {
  const words = objectIn(object, name)
  return { en: textIn(words, 'en'), zh: textIn(words, 'zh') }
}

export function offerOf(json: Json): Offer {
  const offer = plain(json)
  const gift = offer['giftInKind'] === undefined ? {} : { giftInKind: wordsIn(offer, 'giftInKind') }
  const both = { name: wordsIn(offer, 'name'), priceMinor: wholeIn(offer, 'priceMinor'), ...gift }
  if (textIn(offer, 'kind') === 'count') {
    return {
      kind: 'count',
      ...both,
      listUnitMinor: wholeIn(offer, 'listUnitMinor'),
      uses: wholeIn(offer, 'uses'),
      giftUses: wholeIn(offer, 'giftUses'),
      validityDays: wholeIn(offer, 'validityDays'),
    }
  }
  return {
    kind: 'period',
    ...both,
    listPriceMinor: wholeIn(offer, 'listPriceMinor'),
    days: wholeIn(offer, 'days'),
    giftDays: wholeIn(offer, 'giftDays'),
  }
}

export function termsOf(json: Json): Terms {
  const terms = plain(json)
  const interest = objectIn(terms, 'interest')
  const rate = findWhole(interest, 'accountRatePerMillion')
  return {
    objectionWorkingDays: wholeIn(terms, 'objectionWorkingDays'),
    deemedWorkingDays: wholeIn(terms, 'deemedWorkingDays'),
    remindersBeforeWorkingDays: listIn(terms, 'remindersBeforeWorkingDays').map(Number),
    answerWorkingDays: wholeIn(terms, 'answerWorkingDays'),
    paymentDays: wholeIn(terms, 'paymentDays'),
    approvalWorkingDays: wholeIn(terms, 'approvalWorkingDays'),
    interest: {
      basis: textIn(interest, 'basis') === 'account' ? 'account' : 'by-cause',
      ...(rate === null ? {} : { accountRatePerMillion: rate }),
      dayCount: wholeIn(interest, 'dayCount') === 360 ? 360 : 365,
    },
    feeBearer: bearerOf(textIn(terms, 'feeBearer')),
  }
}

function bearerOf(text: string): Terms['feeBearer'] {
  return text === 'shop' || text === 'consumer' ? text : 'none'
}

/** A tranche of a period card is earned for so many days. */
export const TRANCHE_DAYS = 30

/** How many tranches the price is earned in. */
export function usesTotalOf(offer: Offer): number {
  return offer.kind === 'count'
    ? offer.uses + offer.giftUses
    : Math.ceil((offer.days + offer.giftDays) / TRANCHE_DAYS)
}
