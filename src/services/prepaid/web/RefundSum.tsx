/** The arithmetic of a refund as on paper, with its articles. */
import { formatMoney } from '#web/kit/format.ts'
import { Money } from '#web/kit/Figure.tsx'
import { useMessages } from '#web/kit/page-context.ts'
import { Sum, type SumLine } from '#web/kit/Sum.tsx'
import { unreachable } from '#kernel/std/assert.ts'
import type { Step } from '../domain/refund-formulas.ts'
import { cardMessages, stepMessages } from './card-messages.ts'
import { ArticlesNote } from './ArticlesNote.tsx'
import type { OpenPreview, Preview } from './consumer-views.ts'

type RefundSumProps = Pick<Preview, 'steps' | 'refundMinor' | 'articles' | 'isProposal'>

export function RefundSum({ steps, refundMinor, articles, isProposal }: RefundSumProps) {
  const t = useMessages(cardMessages)
  const words = useMessages(stepMessages)
  const lines = steps
    .filter(({ code }) => code !== 'refund')
    .map((step) => stepLine(step, words, t))
  return (
    <>
      <Sum
        caption={t.sheet}
        lines={lines}
        result={{ label: t.backToYou, value: <Money amountMinor={refundMinor} /> }}
      />
      <ArticlesNote articles={articles} />
      <p className="fine">
        {t.interestRuns}
        {isProposal && ` ${t.proposal}`}
      </p>
    </>
  )
}

/** The other outcome of what is open: nothing where nothing is, or where it makes no difference. */
export function IfNotGiven({ preview }: { readonly preview: OpenPreview }) {
  const t = useMessages(cardMessages)
  const { refundMinor, ifNotGivenMinor } = preview
  if (ifNotGivenMinor === 0n) return null
  const amount = formatMoney(refundMinor + ifNotGivenMinor)
  return <p className="small">{t.ifNotGiven({ amount })}</p>
}

type StepWords = (typeof stepMessages)['en']
type EndWords = Pick<(typeof cardMessages)['en'], 'paidStep' | 'backToYou'>

export function stepLine({ code, numbers }: Step, words: StepWords, t: EndWords): SumLine {
  const at = (name: string): number => numbers[name] ?? 0
  const value = <Money amountMinor={BigInt(at('amountMinor'))} />
  switch (code) {
    case 'paid':
      return { label: t.paidStep, sign: '', value }
    case 'used-at-discount-price':
      return {
        label: words[code]({ uses: at('uses'), total: at('usesTotal') }),
        sign: '−',
        value,
      }
    case 'used-at-list-price': {
      const unit = formatMoney(BigInt(at('unitMinor')))
      return { label: words[code]({ uses: at('uses'), unit }), sign: '−', value }
    }
    case 'used-in-seven-days':
      return { label: words[code]({ uses: at('uses') }), sign: '−', value }
    case 'days-left':
      return {
        label: words[code]({ left: at('daysLeft'), total: at('daysTotal') }),
        sign: '',
        value,
      }
    case 'tranches-returned':
      return { label: words[code], sign: '+', value }
    case 'floor':
    case 'held':
      return { label: words[code], sign: '', value }
    case 'refund':
      return { label: t.backToYou, sign: '', value }
    default:
      return unreachable(code)
  }
}
