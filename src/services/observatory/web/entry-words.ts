/** The entries of the observatory in words, for the pages of the log. */
import { formatDay } from '#web/kit/format.ts'
import type { Language, Words } from '#web/kit/language.ts'
import type { EntryTold, EntryWords } from '#web/pages/entry-words.ts'
import { CLAIM_PUBLISHED, Claim, ClaimId } from '../contract.ts'
import { auditEntryWords } from './audit-entry-words.ts'
import { nameOfArea, periodIn, titleWords } from './claim-words.ts'
import { printedText, rangeWords, unitWordsOf, valueWords } from './number-words.ts'
import { claimPath } from './paths.ts'

export const observatoryEntryWords: Readonly<Record<string, EntryWords>> = {
  ...auditEntryWords,
  [CLAIM_PUBLISHED]: {
    act: { en: 'Claim recorded', zh: '发布值已记录' },
    tell({ id, claim }) {
      const told = Claim.safeParse(claim)
      const known = ClaimId.safeParse(id)
      return told.success && known.success ? tellClaim(known.data, told.data) : null
    },
  },
}

function tellClaim(id: string, claim: Claim): EntryTold {
  const title = titleWords(claim)
  const day = { en: dayIn('en', claim.date), zh: dayIn('zh', claim.date) }
  const { publisher } = claim
  return {
    subject: title,
    summary: {
      en: `${publisher} published ${day.en}: ${figureIn('en', claim)} (${title.en}).`,
      zh: `${publisher} ${day.zh}发布：${figureIn('zh', claim)}（${title.zh}）。`,
    },
    facts: [
      { term: { en: 'Claim', zh: '发布值' }, value: { en: id, zh: id }, href: claimPath(id) },
      { term: { en: 'As printed', zh: '所印原文' }, value: same(printedText(claim)) },
      { term: { en: 'What the digits allow', zh: '数位所允许的范围' }, value: rangeOf(claim) },
      {
        term: { en: 'Area', zh: '地区' },
        value: { en: nameOfArea('en', claim.area), zh: nameOfArea('zh', claim.area) },
      },
      {
        term: { en: 'Period', zh: '时期' },
        value: { en: periodIn('en', claim.period), zh: periodIn('zh', claim.period) },
      },
      { term: { en: 'Publisher', zh: '发布者' }, value: same(publisher) },
      { term: { en: 'Source', zh: '来源' }, value: same(claim.source.reference) },
    ],
  }
}

function same(text: string): Words {
  return { en: text, zh: text }
}

function figureIn(language: Language, claim: Claim): string {
  return `${valueWords(claim)[language]} ${unitWordsOf(claim)[language]}`.trim()
}

function rangeOf(claim: Claim): Words {
  const range = rangeWords(claim)
  const unit = unitWordsOf(claim)
  return { en: `${range.en} ${unit.en}`.trim(), zh: `${range.zh} ${unit.zh}`.trim() }
}

/** Of some publications only the days are known between which they appeared. */
function dayIn(language: Language, date: string): string {
  const [from = date, to] = date.split('..')
  const first = formatDay(language, from)
  if (language === 'en') {
    return to === undefined ? `on ${first}` : `between ${first} and ${formatDay(language, to)}`
  }
  return to === undefined ? first : `${first}至${formatDay(language, to)}间`
}
