/** The public register: whether a shop's prepaid money is held by a notary. Reads without a script. */
import { formatCount, formatDay } from '#web/kit/format.ts'
import { Field, Submit } from '#web/kit/Form.tsx'
import { Figure, Money } from '#web/kit/Figure.tsx'
import { localPath } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { Select } from '#web/kit/Select.tsx'
import { State } from '#web/kit/State.tsx'
import { Table } from '#web/kit/Table.tsx'
import { INDUSTRIES } from '../contract.ts'
import type { ShopState } from '../domain/rows.ts'
import { registerMessages } from './register-messages.ts'
import type { RegisterView, ShopLine } from './register-views.ts'
import { registerPath, shopPath } from './paths.ts'

export function RegisterPage(view: RegisterView) {
  const language = useLanguage()
  const t = useMessages(registerMessages)
  const { shops, count, heldMinor } = view
  return (
    <Page title={t.title} place="register">
      <Head title={t.title}>
        <p className="lead soft">{t.lead}</p>
      </Head>
      <Figure value={<Money amountMinor={heldMinor} />} state="closed">
        {t.heldNow}, {t.heldNote}
      </Figure>
      <Section
        id="shops"
        title={count === 1 ? t.one : t.shops({ count: formatCount(count) })}
        note={<p className="fine">{t.asOf}</p>}
      >
        <div className="flow">
          <FilterForm view={view} />
          <Table
            caption={t.title}
            isCaptionHidden
            rows={shops}
            rowKey={({ shop }) => shop}
            empty={t.none}
            columns={[
              {
                id: 'shop',
                label: t.shop,
                isHeading: true,
                render: ({ shop, name, industry, areaName }) => (
                  <>
                    <Link href={shopPath(shop)}>{name[language]}</Link>
                    <small>
                      {t[industry]}, {areaName[language]}
                    </small>
                  </>
                ),
              },
              {
                id: 'standing',
                label: t.standing,
                isAtEnd: true,
                render: (shop) => <Standing state={shop.state} />,
              },
              {
                id: 'lease',
                label: t.leaseEnds,
                isWideOnly: true,
                render: ({ leaseEndsOn }: ShopLine) => formatDay(language, leaseEndsOn),
              },
              {
                id: 'contracts',
                label: t.contracts,
                isNumeric: true,
                render: ({ contracts }) => (contracts === null ? t.few : formatCount(contracts)),
              },
            ]}
          />
        </div>
      </Section>
    </Page>
  )
}

const ARCHES = {
  applied: 'open',
  approved: 'closed',
  declined: 'broken',
  suspended: 'broken',
} as const

export function Standing({ state }: { readonly state: ShopState }) {
  const t = useMessages(registerMessages)
  return <State state={ARCHES[state]}>{t[`state-${state}`]}</State>
}

function FilterForm({ view: { filter, areas } }: { readonly view: RegisterView }) {
  const language = useLanguage()
  const t = useMessages(registerMessages)
  return (
    <search>
      <form className="row filters" action={localPath(language, registerPath)}>
        <Field id="q" name="q" label={t.search} value={filter.q} inputMode="search" />
        <Select
          id="area"
          name="area"
          label={t.area}
          value={filter.area}
          options={areas.map(({ id, name }) => ({ value: id, label: name[language] }))}
        />
        <Select
          id="industry"
          name="industry"
          label={t.industry}
          value={filter.industry}
          options={INDUSTRIES.map((industry) => ({ value: industry, label: t[industry] }))}
        />
        <Submit kind="plain">{t.find}</Submit>
      </form>
    </search>
  )
}
