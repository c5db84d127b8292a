/** One shop for supervision: what is held, the risk line of the city, its months, its contracts under pseudonyms. */
import { formatCount, formatMoney } from '#web/kit/format.ts'
import { FieldFrame } from '#web/kit/Form.tsx'
import { Money } from '#web/kit/Figure.tsx'
import { localPath } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { Crumbs } from '#web/kit/Nav.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Facts, Head } from '#web/kit/Section.tsx'
import { ProofLine, State } from '#web/kit/State.tsx'
import { type Column, Table } from '#web/kit/Table.tsx'
import { Day, Time } from '#web/kit/Time.tsx'
import { LINE_MINOR } from '../domain/risk-line.ts'
import { bothSidesMessages } from './case-standing-messages.ts'
import { FiguresMonths } from './FiguresMonths.tsx'
import { drillMessages, figuresMessages } from './figures-messages.ts'
import { areaFiguresPath, contractFiguresPath, shopFiguresPath } from './figures-paths.ts'
import type { ContractLine, ShopFiguresView } from './figures-views.ts'
import { figuresPath } from './paths.ts'
import { registerMessages } from './register-messages.ts'

export function FiguresShopPage(view: ShopFiguresView) {
  const language = useLanguage()
  const t = useMessages(drillMessages)
  const figures = useMessages(figuresMessages)
  const register = useMessages(registerMessages)
  const { book, shop, months, size } = view
  const { name, area, areaName, state, industry, leaseEndsOn } = shop
  return (
    <Page title={name[language]} place="prepaid-figures" layout="work">
      <Crumbs
        crumbs={[
          { name: t.overview, href: figuresPath },
          { name: areaName[language], href: areaFiguresPath(area) },
        ]}
      />
      <Head title={name[language]}>
        <Facts
          facts={[
            { term: t.standing, value: register[`state-${state}`] },
            { term: t.industry, value: register[industry] },
            { term: t.lease, value: <Day day={leaseEndsOn} /> },
            { term: t.consumers, value: <Money amountMinor={shop.consumersMinor} /> },
            { term: t.earned, value: <Money amountMinor={shop.earnedMinor} /> },
            {
              term: t.shopEntry,
              value: (
                <Link href={`/log/${book}/${shop.entry}`}>
                  {t.entry({ index: formatCount(shop.entry) })}
                </Link>
              ),
            },
          ]}
        />
      </Head>
      <RiskLine view={view} />
      <section className="plainsec" aria-labelledby="months">
        <h2 id="months">{t.months}</h2>
        <FiguresMonths months={months} />
        <ProofLine state="closed">{figures.recounted({ size: formatCount(size) })}</ProofLine>
      </section>
      <Contracts view={view} />
    </Page>
  )
}

/** What the rule would ask for; what is held; and that nobody knows whether the one satisfies the other. */
function RiskLine({ view: { shop, risk, ...typed } }: { readonly view: ShopFiguresView }) {
  const t = useMessages(drillMessages)
  const { reason, percent, requiredMinor, revenueLineMinor, isLeast } = risk
  return (
    <section className="plainsec" aria-labelledby="risk">
      <h2 id="risk">{t.risk}</h2>
      <p>
        <State state={reason === 'below' ? 'closed' : 'broken'}>{t[`risk-${reason}`]}</State>
      </p>
      <Facts
        facts={[
          { term: t.balance, value: <Money amountMinor={shop.consumersMinor} /> },
          { term: t.line, value: <Money amountMinor={LINE_MINOR} /> },
          ...(revenueLineMinor === null
            ? []
            : [{ term: t.byRevenue, value: <Money amountMinor={revenueLineMinor} /> }]),
          { term: t.share, value: `${percent} %` },
          { term: t.required, value: formatMoney(requiredMinor) },
        ]}
      />
      {isLeast && <p className="small">{t.leastNote}</p>}
      <p>{t.open}</p>
      <Calculator shop={shop.shop} {...typed} />
      <p className="fine">{t.riskNote}</p>
    </section>
  )
}

type CalculatorProps = Pick<ShopFiguresView, 'revenue' | 'isYoung' | 'isRevenueWrong'> & {
  readonly shop: string
}

function Calculator({ shop, revenue, isYoung, isRevenueWrong }: CalculatorProps) {
  const language = useLanguage()
  const t = useMessages(drillMessages)
  return (
    <form
      className="flow"
      action={localPath(language, shopFiguresPath(shop))}
      aria-label={t.calculate}
    >
      <FieldFrame
        id="revenue"
        label={t.revenue}
        hint={t.revenueHint}
        error={isRevenueWrong ? t.revenueWrong : undefined}
      >
        <input
          className="input"
          id="revenue"
          name="revenue"
          inputMode="decimal"
          autoComplete="off"
          defaultValue={revenue}
          aria-invalid={isRevenueWrong ? true : undefined}
          aria-describedby={isRevenueWrong ? 'revenue-hint revenue-error' : 'revenue-hint'}
        />
      </FieldFrame>
      <label className="choice">
        <input type="checkbox" name="young" value="on" defaultChecked={isYoung} />
        <span>{t.young}</span>
      </label>
      <p>
        <button className="btn plain" type="submit">
          {t.calculate}
        </button>
      </p>
    </form>
  )
}

function Contracts({ view: { shop, contracts, next } }: { readonly view: ShopFiguresView }) {
  const language = useLanguage()
  const t = useMessages(drillMessages)
  const standing = useMessages(bothSidesMessages)
  const columns: readonly Column<ContractLine>[] = [
    {
      id: 'contract',
      label: t.contract,
      isHeading: true,
      render: ({ contract }) => (
        <Link href={contractFiguresPath(contract)}>
          <code>{contract}</code>
        </Link>
      ),
    },
    { id: 'offer', label: t.offer, render: ({ offerName }) => offerName[language] },
    { id: 'standing', label: t.standing, render: ({ state }) => standing[`card-${state}`] },
    {
      id: 'signed',
      label: t.signed,
      render: ({ signedAt }) => <Time at={signedAt} format="table" />,
    },
    {
      id: 'price',
      label: t.price,
      isNumeric: true,
      render: ({ priceMinor }) => <Money amountMinor={priceMinor} />,
    },
    {
      id: 'held',
      label: t.held,
      isNumeric: true,
      render: ({ heldMinor }) => <Money amountMinor={heldMinor} />,
    },
  ]
  const path = shopFiguresPath(shop.shop)
  return (
    <section className="plainsec" aria-labelledby="contracts">
      <h2 id="contracts">{t.contractList}</h2>
      <Table
        caption={t.contractList}
        columns={columns}
        rows={contracts}
        rowKey={({ contract }) => contract}
        empty={t.noContracts}
      />
      {next !== null && (
        <p className="row small">
          <Link href={`${path}?cursor=${encodeURIComponent(next)}#contracts`}>{t.more}</Link>
          <Link href={`${path}#contracts`}>{t.newest}</Link>
        </p>
      )}
    </section>
  )
}
