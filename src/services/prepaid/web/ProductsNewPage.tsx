/** A new card: what is typed is reckoned on the server and shown with the caps of the law, then listed. */
import { formatMoney } from '#web/kit/format.ts'
import { Field, Form, Hidden, Submit } from '#web/kit/Form.tsx'
import { Money } from '#web/kit/Figure.tsx'
import { localPath } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { State } from '#web/kit/State.tsx'
import { Sum } from '#web/kit/Sum.tsx'
import { Table } from '#web/kit/Table.tsx'
import { capMessages, capSource, capValue } from './cap-words.ts'
import { OfferFacts } from './OfferFacts.tsx'
import { productsPath } from './paths.ts'
import { productMessages } from './products-messages.ts'
import type { CapLine, ProductDraft, ProductField, ProductNewView } from './products-views.ts'
import { newCountPath, newPeriodPath } from './shop-paths.ts'

export function ProductsNewPage(view: ProductNewView) {
  const language = useLanguage()
  const t = useMessages(productMessages)
  const { own, kind, draft, errors } = view
  const title = kind === 'count' ? t.titleCount : t.titlePeriod
  return (
    <Page title={title} place="products" layout="work">
      <p className="crumb">
        <Link href={productsPath}>{t.products}</Link>
      </p>
      <Head title={title}>
        <p className="soft">{own.name[language]}</p>
      </Head>
      {errors.length > 0 && <Errors kind={kind} errors={errors} />}
      {draft !== null && <Draft view={view} draft={draft} />}
      <Section id="card" title={title}>
        <Typing view={view} />
      </Section>
    </Page>
  )
}

const pathOf = (kind: ProductNewView['kind']) => (kind === 'count' ? newCountPath : newPeriodPath)

type ProductWords = (typeof productMessages)['en']

const LABELS = {
  count: { list: 'listUnit', count: 'uses', gift: 'giftUses' },
  period: { list: 'listWhole', count: 'days', gift: 'giftDays' },
} as const

function labelOf(t: ProductWords, kind: ProductNewView['kind'], name: ProductField): string {
  return name === 'list' || name === 'count' || name === 'gift' ? t[LABELS[kind][name]] : t[name]
}

function Errors({ kind, errors }: Pick<ProductNewView, 'kind' | 'errors'>) {
  const language = useLanguage()
  const t = useMessages(productMessages)
  return (
    <div className="note broken" role="alert" tabIndex={-1} data-error-summary="">
      <p>
        <strong>{t.fix}</strong>
      </p>
      <ul>
        {errors.map(({ name, sentence }) => (
          <li key={name}>
            <a href={`#${name}`}>
              {labelOf(t, kind, name)}: {sentence[language]}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Sent by GET: nothing is recorded, and the address can be kept. */
function Typing({ view: { kind, values, errors, draft } }: { readonly view: ProductNewView }) {
  const language = useLanguage()
  const t = useMessages(productMessages)
  const isCount = kind === 'count'
  const field = (name: ProductField, more: Partial<TypedProps> = {}) => {
    const error = errors.find((one) => one.name === name)?.sentence[language]
    return (
      <Field
        id={name}
        name={name}
        label={labelOf(t, kind, name)}
        value={values[name] ?? ''}
        autoComplete="off"
        {...more}
        {...(error === undefined ? {} : { error })}
      />
    )
  }
  return (
    <form className="flow" action={localPath(language, pathOf(kind))}>
      {field('nameZh')}
      {field('nameEn')}
      {field('price', { hint: t.priceHint, inputMode: 'decimal' })}
      {field('list', { inputMode: 'decimal', ...(isCount ? { hint: t.listUnitHint } : {}) })}
      {field('count', { inputMode: 'numeric' })}
      {field('gift', { inputMode: 'numeric', hint: t.giftHint })}
      {isCount && field('validity', { inputMode: 'numeric' })}
      {field('giftZh', { hint: t.giftKindHint })}
      {field('giftEn')}
      <Submit kind={draft === null ? 'filled' : 'plain'}>{t.reckon}</Submit>
    </form>
  )
}

type TypedProps = { readonly hint: string; readonly inputMode: 'numeric' | 'decimal' }

type DraftProps = { readonly view: ProductNewView; readonly draft: ProductDraft }

function Draft({ view: { kind, values }, draft }: DraftProps) {
  const language = useLanguage()
  const t = useMessages(productMessages)
  const { offer, why, trancheMinor, tranches } = draft
  const amount = formatMoney(trancheMinor)
  const query = new URLSearchParams(Object.entries(values)).toString()
  return (
    <>
      <Section id="sum" title={t.comesTo}>
        <div className="flow">
          <h3>{offer.name[language]}</h3>
          <Reckoned draft={draft} />
          <p>{(kind === 'count' ? t.each : t.month)({ amount, count: tranches })}</p>
          <OfferFacts offer={offer} />
        </div>
      </Section>
      <Section id="caps" title={t.caps}>
        <div className="flow">
          {draft.caps.length === 0 && <p>{t.noCaps}</p>}
          {draft.caps.map((cap) => (
            <Cap key={cap.number} cap={cap} />
          ))}
          {why === null ? (
            <Form action={pathOf(kind)} query={`?${query}`} className="ask flow">
              {Object.entries(values).map(([name, value]) => (
                <Hidden key={name} name={name} value={value} />
              ))}
              <Submit busy={t.sending}>{t.list}</Submit>
              <p className="small">{t.listThen}</p>
            </Form>
          ) : (
            <p className="note broken" role="alert">
              {t[why]}
            </p>
          )}
        </div>
      </Section>
    </>
  )
}

function Reckoned({
  draft: { offer, listMinor, discountMinor },
}: {
  readonly draft: ProductDraft
}) {
  const t = useMessages(productMessages)
  const isMore = discountMinor < 0n
  return (
    <Sum
      caption={t.comesTo}
      lines={[
        { label: t.listPrice, sign: '', value: <Money amountMinor={listMinor} /> },
        {
          label: t.discount,
          sign: isMore ? '+' : '−',
          value: <Money amountMinor={isMore ? -discountMinor : discountMinor} />,
        },
      ]}
      result={{ label: t.cardPrice, value: <Money amountMinor={BigInt(offer.priceMinor)} /> }}
    />
  )
}

function Cap({ cap }: { readonly cap: CapLine }) {
  const language = useLanguage()
  const t = useMessages(productMessages)
  const c = useMessages(capMessages)
  return (
    <>
      <Table
        caption={capSource(language, cap)}
        isCaptionHidden={false}
        rows={cap.checks}
        rowKey={({ quantity }) => quantity}
        empty={t.noCaps}
        columns={[
          {
            id: 'limit',
            label: t.limit,
            isHeading: true,
            render: ({ quantity }) => c[quantity],
          },
          {
            id: 'value',
            label: t.value,
            isNumeric: true,
            render: ({ quantity, value }) => capValue(language, quantity, value),
          },
          {
            id: 'max',
            label: t.max,
            isNumeric: true,
            render: ({ quantity, max }) => capValue(language, quantity, max),
          },
          {
            id: 'result',
            label: t.result,
            isAtEnd: true,
            render: ({ isWithin }) => (
              <State state={isWithin ? 'closed' : 'broken'}>{isWithin ? t.within : t.over}</State>
            ),
          },
        ]}
      />
      {cap.isUnconfirmed && <p className="fine">{c.unconfirmed}</p>}
    </>
  )
}
