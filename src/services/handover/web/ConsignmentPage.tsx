/** One consignment across both books: what is next, where the packages are, and every step with its receipt. */
import { DOT, formatCount, formatList } from '#web/kit/format.ts'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Facts, Head, Section, type Fact } from '#web/kit/Section.tsx'
import { Time } from '#web/kit/Time.tsx'
import { Trail, type TrailStep } from '#web/kit/Trail.tsx'
import { checkPath } from '#web/pages/paths.ts'
import { differenceMessages, handoverMessages, standingMessages } from './handover-messages.ts'
import { NextStep, Said } from './NextStep.tsx'
import { consignmentsPath } from './paths.ts'
import { StandingState } from './Standing.tsx'
import type { ConsignmentView, WayStep } from './views.ts'

const GRAMS_PER_KILOGRAM = 1000

export function ConsignmentPage(view: ConsignmentView) {
  const language = useLanguage()
  const t = useMessages(handoverMessages)
  const why = useMessages(standingMessages)
  const title = t.consignment({ id: view.consignment })
  const from = `${view.senderName[language]}, ${view.fromBook[language]}`
  const to = `${view.receiverName[language]}, ${view.toBook[language]}`
  return (
    <Page title={title} place="handover" layout="work">
      <p className="crumb">
        <Link href={consignmentsPath}>{t.title}</Link>
      </p>
      <Head title={t.fromTo({ from, to })}>
        <p className="row">
          <StandingState standing={view.standing} />
          <code className="small">{view.consignment}</code>
        </p>
        <p className="soft">{why[`${view.standing}Why`]}</p>
      </Head>
      <NextStep view={view} />
      <Section id="sum" title={t.sum} note={<p className="fine">{t.sumNote}</p>}>
        <Facts facts={sumOf(view, t)} />
      </Section>
      <Section id="facts" title={t.facts} note={<p className="fine">{t.confidential}</p>}>
        <Sent view={view} />
      </Section>
      <Section id="way" title={t.way} note={<p className="fine">{t.wayNote}</p>}>
        <Trail steps={view.steps.map((step) => stepOf(step))} />
      </Section>
    </Page>
  )
}

type Words = (typeof handoverMessages)['en']

/** What is somewhere; what is nowhere is left out. */
function sumOf({ balance }: ConsignmentView, t: Words): readonly Fact[] {
  const { missing, ...others } = balance
  const names = Object.entries(others).flatMap(([name, count]) =>
    count === 0 ? [] : [{ name, count }],
  )
  const labels: Readonly<Record<string, string>> = {
    open: t.open,
    overdue: t.overdue,
    kept: t.kept,
    returning: t.returning,
    takenBack: t.takenBack,
    missingBack: t.missingBack,
    lost: t.lost,
  }
  const facts = names.map(({ name, count }) => ({
    term: labels[name] ?? name,
    value: formatCount(count),
  }))
  if (missing === 0) return facts
  const term = missing > 0 ? t.missing : t.surplus
  return [...facts, { term, value: formatCount(Math.abs(missing)) }]
}

function Sent({ view }: { readonly view: ConsignmentView }) {
  const language = useLanguage()
  const t = useMessages(handoverMessages)
  const differs = useMessages(differenceMessages)
  const { confidential, differences, carrierName } = view
  const kg = String(view.grossWeightGrams / GRAMS_PER_KILOGRAM)
  const from = view.placeOfDispatch[language]
  const to = view.placeOfReceipt[language]
  const told = differences.map((difference) => differs[difference])
  return (
    <Facts
      facts={[
        { term: t.consignor, value: view.senderName[language] },
        { term: t.consignee, value: view.receiverName[language] },
        ...(carrierName === null ? [] : [{ term: t.carrier, value: carrierName[language] }]),
        { term: t.place, value: t.fromTo({ from, to }) },
        { term: t.count, value: formatCount(view.packages) },
        { term: t.weight, value: t.kilograms({ kg }) },
        { term: t.goods, value: confidential.goods ?? t.withheld },
        { term: t.seal, value: confidential.seal ?? t.withheld },
        ...(confidential.reference === null
          ? []
          : [{ term: t.reference, value: confidential.reference }]),
        { term: t.limit, value: <Time at={view.receiveBy} /> },
        {
          term: t.differences,
          value: told.length === 0 ? t.noDifferences : formatList(language, told),
        },
      ]}
    />
  )
}

function stepOf(step: WayStep): TrailStep {
  return {
    id: `${step.book} ${step.index}`,
    role: step.isGrave ? 'broken' : 'done',
    title: <StepTitle step={step} />,
    detail: <StepDetail step={step} />,
    state: step.proof === null ? undefined : <Said said={step.proof} />,
  }
}

function StepTitle({ step: { act } }: { readonly step: WayStep }) {
  return act[useLanguage()]
}

function StepDetail({ step }: { readonly step: WayStep }) {
  const language = useLanguage()
  const t = useMessages(handoverMessages)
  const { bookName, book, index, at, facts, receipt, isOurs } = step
  return (
    <>
      <p>
        <Time at={at} />
        {DOT}
        <Link href={`/log/${book}/${index}`}>
          {t.entry({ book: bookName[language], index: formatCount(index) })}
        </Link>
        {DOT}
        <a href={receipt.href} download={receipt.name}>
          {isOurs ? t.receipt : t.theirReceipt}
        </a>
        {DOT}
        <Link href={checkPath(receipt.href)}>{t.checkIt}</Link>
      </p>
      <p>{facts.map(({ term, value }) => `${term[language]} ${value[language]}`).join(DOT)}</p>
    </>
  )
}
