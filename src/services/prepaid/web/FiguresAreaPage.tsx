/** The shops of a district, for supervision. */
import { formatCount } from '#web/kit/format.ts'
import { Money } from '#web/kit/Figure.tsx'
import { Link } from '#web/kit/Link.tsx'
import { Crumbs } from '#web/kit/Nav.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head } from '#web/kit/Section.tsx'
import { ProofLine } from '#web/kit/State.tsx'
import { type Column, Table } from '#web/kit/Table.tsx'
import { FiguresMonths } from './FiguresMonths.tsx'
import { drillMessages, figuresMessages } from './figures-messages.ts'
import { shopFiguresPath } from './figures-paths.ts'
import type { AreaFiguresView, ShopFigures } from './figures-views.ts'
import { figuresPath } from './paths.ts'
import { registerMessages } from './register-messages.ts'

export function FiguresAreaPage({ name, shops, months, size }: AreaFiguresView) {
  const language = useLanguage()
  const t = useMessages(drillMessages)
  const figures = useMessages(figuresMessages)
  const title = t.areaTitle({ name: name[language] })
  return (
    <Page title={title} place="prepaid-figures" layout="work">
      <Crumbs crumbs={[{ name: t.overview, href: figuresPath }]} />
      <Head title={title} />
      <section className="plainsec" aria-labelledby="shops">
        <h2 id="shops">{t.shops}</h2>
        <Shops shops={shops} />
      </section>
      <section className="plainsec" aria-labelledby="months">
        <h2 id="months">{t.months}</h2>
        <FiguresMonths months={months} />
        <ProofLine state="closed">{figures.recounted({ size: formatCount(size) })}</ProofLine>
      </section>
    </Page>
  )
}

function Shops({ shops }: { readonly shops: readonly ShopFigures[] }) {
  const language = useLanguage()
  const t = useMessages(drillMessages)
  const figures = useMessages(figuresMessages)
  const register = useMessages(registerMessages)
  const columns: readonly Column<ShopFigures>[] = [
    {
      id: 'shop',
      label: figures.shop,
      isHeading: true,
      render: ({ shop, name }) => <Link href={shopFiguresPath(shop)}>{name[language]}</Link>,
    },
    { id: 'standing', label: t.standing, render: ({ state }) => register[`state-${state}`] },
    {
      id: 'contracts',
      label: t.contracts,
      isNumeric: true,
      render: ({ sums }) => formatCount(sums.contracts),
    },
    {
      id: 'confirmed',
      label: t.confirmed,
      isNumeric: true,
      render: ({ sums }) => formatCount(sums.usesConfirmed),
    },
    {
      id: 'deemed',
      label: t.deemed,
      isNumeric: true,
      render: ({ sums }) => formatCount(sums.usesDeemed),
    },
    {
      id: 'contested',
      label: t.contested,
      isNumeric: true,
      render: ({ sums }) => formatCount(sums.usesContested),
    },
    {
      id: 'consumers',
      label: t.consumers,
      isNumeric: true,
      render: ({ consumersMinor }) => <Money amountMinor={consumersMinor} />,
    },
    {
      id: 'earned',
      label: t.earned,
      isNumeric: true,
      render: ({ earnedMinor }) => <Money amountMinor={earnedMinor} />,
    },
  ]
  return (
    <Table
      caption={t.shops}
      columns={columns}
      rows={shops}
      rowKey={({ shop }) => shop}
      empty={figures.none}
    />
  )
}
