/**
 * Numbers, money and dates as people read them. Printed digits are kept as printed: what comes in as
 * text is never rounded or reformatted. Legal time is Asia/Shanghai, which has had one offset
 * (UTC+8) since 1991, longer than any instant that the books hold.
 */
import { unreachable } from '#kernel/std/assert.ts'
import { catalogue, type Language } from './language.ts'

const LEGAL_OFFSET_MS = 8 * 60 * 60 * 1000
const MINUS = '\u2212'

/** Digits in groups of three, in both languages. */
export function formatCount(value: number | bigint): string {
  const digits = value.toString()
  const isNegative = digits.startsWith('-')
  const grouped = (isNegative ? digits.slice(1) : digits).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return isNegative ? MINUS + grouped : grouped
}

export type Currency = 'CNY'

/** Always two decimals, thousands by comma, the minus before the sign: −¥1,500.00. */
export function formatMoney(amountMinor: bigint, currency: Currency = 'CNY'): string {
  const absolute = amountMinor < 0n ? -amountMinor : amountMinor
  const cents = (absolute % 100n).toString().padStart(2, '0')
  const sign = amountMinor < 0n ? MINUS : ''
  return `${sign}${currencySign(currency)}${formatCount(absolute / 100n)}.${cents}`
}

function currencySign(currency: Currency): string {
  switch (currency) {
    case 'CNY':
      return '¥'
    default:
      return unreachable(currency)
  }
}

export function formatBytes(language: Language, sizeBytes: number): string {
  return language === 'zh' ? `${formatCount(sizeBytes)} 字节` : `${formatCount(sizeBytes)} bytes`
}

const names = catalogue(
  {
    months: 'January February March April May June July August September October November December',
    weekdays: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday',
  },
  {
    months: '1 2 3 4 5 6 7 8 9 10 11 12',
    weekdays: '周日 周一 周二 周三 周四 周五 周六',
  },
)

type Day = { readonly year: number; readonly month: number; readonly day: number }

/** 20 November 2026 / 2026年11月20日, from a legal day `2026-11-20`. */
export function formatDay(language: Language, isoDay: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(isoDay)
  if (match === null) return isoDay
  return writeDay(language, {
    year: Number(match[1]),
    month: Number(match[2]),
    day: Number(match[3]),
  })
}

function writeDay(language: Language, { year, month, day }: Day): string {
  if (language === 'zh') return `${year}年${month}月${day}日`
  return `${day} ${names.en.months.split(' ')[month - 1] ?? month} ${year}`
}

/** `long` names the weekday, `plain` does not, `table` is for columns, `clock` is the time alone. */
export type InstantFormat = 'long' | 'plain' | 'table' | 'clock'

/** An instant (RFC 3339, UTC) in legal time on a 24-hour clock. */
export function formatInstant(language: Language, instant: string, format: InstantFormat): string {
  const utcMs = Date.parse(instant)
  if (Number.isNaN(utcMs)) return instant
  // Shifted once, then read with the UTC getters: the machine's own zone never enters.
  const legal = new Date(utcMs + LEGAL_OFFSET_MS)
  const clock = legal.toISOString().slice(11, 19)
  const day = {
    year: legal.getUTCFullYear(),
    month: legal.getUTCMonth() + 1,
    day: legal.getUTCDate(),
  }
  const weekday = names[language].weekdays.split(' ')[legal.getUTCDay()] ?? ''
  switch (format) {
    case 'clock':
      return clock
    case 'table':
      return `${legal.toISOString().slice(0, 10)} ${clock}`
    case 'plain':
      return `${writeDay(language, day)}${language === 'zh' ? ' ' : ', '}${clock}`
    case 'long':
      return language === 'zh'
        ? `${writeDay(language, day)}（${weekday}）${clock}`
        : `${weekday} ${writeDay(language, day)}, ${clock}`
    default:
      return unreachable(format)
  }
}

/** Between parts of a heading or note; a line never begins with the dot. */
export const DOT = '\u00a0· '

/** 590cf2e7…e03c: enough to recognise, never enough to check. */
export function shortHash(hex: string): string {
  return hex.length <= 16 ? hex : `${hex.slice(0, 8)}…${hex.slice(-4)}`
}

/** “a, b and c”, “a、b和c”. */
export function formatList(language: Language, items: readonly string[]): string {
  const last = items.at(-1)
  if (last === undefined) return ''
  if (items.length === 1) return last
  const head = items.slice(0, -1)
  return language === 'zh' ? `${head.join('、')}和${last}` : `${head.join(', ')} and ${last}`
}

const HIDDEN = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * Words that were taken as they came, such as a bank's: what hides in them or turns what stands around them is
 * shown by its number.
 */
export function showHidden(text: string): string {
  return text.replaceAll(HIDDEN, (sign) => {
    const digits = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    return `⟨U+${digits}⟩`
  })
}
