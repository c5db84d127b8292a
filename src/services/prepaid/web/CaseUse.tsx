/** A contested class: what both sides say, as far as the notary may read it, and the decision. */
import { Choices } from '#web/kit/Choice.tsx'
import { formatCount, formatDay, formatMoney } from '#web/kit/format.ts'
import { Form, Submit } from '#web/kit/Form.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { type Fact, Facts } from '#web/kit/Section.tsx'
import { Sides } from '#web/kit/Sides.tsx'
import { State } from '#web/kit/State.tsx'
import { TextArea } from '#web/kit/TextArea.tsx'
import { CONTEST_REASONS } from '../contract.ts'
import { CaseHead, DoneAt } from './CaseParts.tsx'
import { classCaseMessages } from './case-other-messages.ts'
import { bothSidesMessages } from './case-standing-messages.ts'
import { deskMessages } from './desk-messages.ts'
import { actPath, queryOf } from './desk-paths.ts'
import type { CaseProps, UseCase } from './desk-views.ts'

export function CaseUse({ book, filter, view }: CaseProps<UseCase>) {
  const language = useLanguage()
  const t = useMessages(classCaseMessages)
  const { use, n, amountMinor, state, entry, stateEntry } = view
  const isContested = state === 'contested'
  const values = { n, amount: formatMoney(amountMinor) }
  return (
    <>
      <CaseHead book={book} entry={entry}>
        {t.head({ id: use })}
      </CaseHead>
      <h2 id="case">{isContested ? t.title(values) : t.titleOver(values)}</h2>
      <TwoSides view={view} />
      <Facts facts={factsOf(view, t, language)} />
      {isContested && (
        <>
          {view.detail !== null && <blockquote>{view.detail}</blockquote>}
          <p className="small">
            {t.words}{' '}
            <Link href={`/log/${book}/${stateEntry}`}>
              {t.contestEntry} {formatCount(stateEntry)}
            </Link>
          </p>
          <Decide use={use} query={queryOf(filter)} />
        </>
      )}
    </>
  )
}

function TwoSides({ view }: { readonly view: UseCase }) {
  const language = useLanguage()
  const t = useMessages(classCaseMessages)
  const standing = useMessages(bothSidesMessages)
  const { shopName, servedOn, servedAt, via, state, contestedAt, rootHex } = view
  const day = formatDay(language, servedOn)
  const isContested = state === 'contested'
  return (
    <Sides
      rootHex={rootHex}
      state={isContested ? 'broken' : state === 'requested' ? 'open' : 'closed'}
      left={{
        name: shopName === null ? t.shop : shopName[language],
        said: via === 'period' ? t.month({ day }) : t.given({ day, time: servedAt }),
      }}
      right={{
        name: t.consumer,
        said:
          contestedAt === null ? (
            <State state={isContested ? 'broken' : 'closed'}>{standing[`use-${state}`]}</State>
          ) : (
            <DoneAt words={t.no} at={contestedAt} />
          ),
      }}
    />
  )
}

const VIAS = ['counter', 'code', 'counter-for-consumer', 'period'] as const

function factsOf(
  { contract, offerName, via, reason }: UseCase,
  t: (typeof classCaseMessages)['en'],
  language: 'en' | 'zh',
): readonly Fact[] {
  const how = VIAS.find((one) => one === via) ?? 'counter'
  const why = CONTEST_REASONS.find((one) => one === reason)
  return [
    { term: t.card, value: offerName[language] },
    { term: t.contract, value: <code>{contract}</code> },
    { term: t.how, value: t[`via-${how}`] },
    ...(why === undefined ? [] : [{ term: t.why, value: t[why] }]),
  ]
}

function Decide({ use, query }: { readonly use: string; readonly query: string }) {
  const t = useMessages(classCaseMessages)
  const desk = useMessages(deskMessages)
  return (
    <Form action={actPath('use', use, 'decide')} query={query}>
      <Choices
        name="outcome"
        legend={t.outcome}
        options={[
          { value: 'for-shop', label: t.forShop, hint: t.forShopHint },
          { value: 'for-consumer', label: t.forConsumer, hint: t.forConsumerHint },
        ]}
      />
      <TextArea name="reason" label={desk.reason} hint={desk.reasonRequired} />
      <Submit busy={desk.sending}>{t.send}</Submit>
      <p className="fine">{t.next}</p>
    </Form>
  )
}
