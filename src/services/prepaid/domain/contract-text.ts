/**
 * The contract in plain words, made from the offer and the terms alone, so that anybody can make it again and
 * compare its digest with the entry. A version that was signed stays: a new wording is a new version.
 */
import { sha256HexOf } from '#kernel/identity/content-id.ts'
import { clausesOne } from './contract-text-one.ts'
import type { BothWords, Clause, ContractMatter } from './contract-words.ts'

export interface ContractText {
  readonly version: number
  readonly title: BothWords
  readonly clauses: readonly Clause[]
}

type Clauses = (matter: ContractMatter) => readonly Clause[]

const VERSIONS: Readonly<Record<number, Clauses>> = { 1: clausesOne }

/** The version of contracts that are signed now. */
export const TEXT_VERSION = 1

export const TEXT_TITLE: BothWords = {
  en: 'Contract for a prepaid card under notarial deposit',
  zh: '公证提存预付卡合同',
}

/** The text, or undefined for a version that never was. */
export function contractText(
  matter: ContractMatter,
  version = TEXT_VERSION,
): ContractText | undefined {
  const clauses = VERSIONS[version]
  if (clauses === undefined) return undefined
  return { version, title: TEXT_TITLE, clauses: clauses(matter) }
}

/** Line by line, with numbered clauses and the law after each sentence that has one. */
export function plainText(text: ContractText, language: keyof BothWords): string {
  const edition = { en: ` (text ${text.version})`, zh: `（文本第 ${text.version} 版）` }
  const lines = [text.title[language] + edition[language]]
  for (const [index, { title, sentences }] of text.clauses.entries()) {
    lines.push('', `${index + 1}. ${title[language]}`)
    for (const { source, ...sentence } of sentences) {
      lines.push(source === undefined ? sentence[language] : cited(sentence, source, language))
    }
  }
  return `${lines.join('\n')}\n`
}

function cited(sentence: BothWords, source: BothWords, language: keyof BothWords): string {
  return language === 'en'
    ? `${sentence.en} [${source.en}]`
    : `${sentence.zh}〔依据：${source.zh}〕`
}

/** A product's contracts have one text until its offer, its shop, the terms or the rules change. */
const DIGESTS_MAX = 1_000
/** By what a text is made from, which is plain data. It only saves work: what it has would come out again. */
const digests = new Map<string, string>()

/** SHA-256 of the Chinese text in UTF-8: the Chinese text is the one that holds. */
export function contractTextSha256(matter: ContractMatter): string {
  const madeFrom = JSON.stringify(matter)
  const known = digests.get(madeFrom)
  if (known !== undefined) return known
  const text = contractText(matter)
  const digest = text === undefined ? '' : sha256HexOf(plainText(text, 'zh'))
  if (digests.size >= DIGESTS_MAX) digests.clear()
  digests.set(madeFrom, digest)
  return digest
}
