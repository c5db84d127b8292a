/** What a shop offers: listed, withdrawn, and two ways to list more. */
import { formatCount } from '#web/kit/format.ts'
import { Form, Submit } from '#web/kit/Form.tsx'
import { Money } from '#web/kit/Figure.tsx'
import { Link } from '#web/kit/Link.tsx'
import { Empty } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { State } from '#web/kit/State.tsx'
import { OfferFacts } from './OfferFacts.tsx'
import { productMessages } from './products-messages.ts'
import type { ProductLine, ProductsView } from './products-views.ts'
import {
  applyPath,
  newCountPath,
  newPeriodPath,
  staffPath,
  withdrawProductPath,
} from './shop-paths.ts'

export function ProductsPage({ own, products }: ProductsView) {
  const language = useLanguage()
  const t = useMessages(productMessages)
  const listed = products.filter(({ isListed }) => isListed)
  const withdrawn = products.filter(({ isListed }) => !isListed)
  return (
    <Page title={t.products} place="products" layout="work">
      <Head title={t.products}>
        <p className="soft">{own.name[language]}</p>
        <p className="soft">{t.lead}</p>
        <p className="row small noprint">
          <Link href={staffPath}>{t.staff}</Link>
          <Link href={applyPath}>{t.where}</Link>
        </p>
        {own.state === 'approved' ? (
          <p className="row">
            <Link className="btn" href={newCountPath}>
              {t.newCount}
            </Link>
            <Link className="btn plain" href={newPeriodPath}>
              {t.newPeriod}
            </Link>
          </p>
        ) : (
          <p className="note wait">
            {t.notApproved} <Link href={applyPath}>{t.where}</Link>
          </p>
        )}
      </Head>
      <Section id="listed" title={t.listed} note={<p className="fine">{t.listedNote}</p>}>
        <div className="flow">
          {listed.length === 0 && <Empty>{t.none}</Empty>}
          {listed.map((line) => (
            <Product key={line.product} line={line} book={own.book} />
          ))}
        </div>
      </Section>
      {withdrawn.length > 0 && (
        <Section id="withdrawn" title={t.withdrawn}>
          <div className="flow">
            {withdrawn.map((line) => (
              <Product key={line.product} line={line} book={own.book} />
            ))}
          </div>
        </Section>
      )}
    </Page>
  )
}

function Product({ line, book }: { readonly line: ProductLine; readonly book: string }) {
  const language = useLanguage()
  const t = useMessages(productMessages)
  const { product, offer, isListed, entry } = line
  return (
    <article className="offer">
      <div className="row row-end">
        <h3>{offer.name[language]}</h3>
        <Money amountMinor={BigInt(offer.priceMinor)} />
      </div>
      <p className="row">
        <State state={isListed ? 'closed' : 'quoted'}>
          {isListed ? t.isListed : t.isWithdrawn}
        </State>
        <Link className="small" href={`/log/${book}/${entry}`}>
          {t.entry({ index: formatCount(entry) })}
        </Link>
      </p>
      <OfferFacts offer={offer} />
      {isListed && (
        <details className="noprint">
          <summary>
            {t.takeTitle}
            <span className="vh"> {offer.name[language]}</span>
          </summary>
          <Form action={withdrawProductPath(product)}>
            <p>{t.takeThen}</p>
            <Submit kind="against" busy={t.sending}>
              {t.take}
            </Submit>
          </Form>
        </details>
      )}
    </article>
  )
}
