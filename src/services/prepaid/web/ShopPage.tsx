/** One shop in the public register: how it stands, and the cards that it offers under deposit. */
import { formatCount, formatDay } from '#web/kit/format.ts'
import { Money } from '#web/kit/Figure.tsx'
import { Link } from '#web/kit/Link.tsx'
import { Empty } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Facts, Head, Section } from '#web/kit/Section.tsx'
import { Time } from '#web/kit/Time.tsx'
import { OfferFacts } from './OfferFacts.tsx'
import { buyPath, registerPath } from './paths.ts'
import { registerMessages } from './register-messages.ts'
import { Standing } from './RegisterPage.tsx'
import type { ShopView } from './register-views.ts'

export function ShopPage({
  shop,
  licence,
  approvedAt,
  officeName,
  products,
  codeHref,
  mayBuy,
  offersContracts,
}: ShopView) {
  const language = useLanguage()
  const t = useMessages(registerMessages)
  return (
    <Page title={shop.name[language]} place="register">
      <p className="crumb">
        <Link href={registerPath}>{t.title}</Link>
      </p>
      <Head title={shop.name[language]}>
        <p>
          <Standing state={shop.state} />
        </p>
        <p className="soft">
          {t[shop.industry]}, {shop.areaName[language]}
        </p>
      </Head>
      <Section id="facts" title={t.standing} note={<p className="fine">{t.asOf}</p>}>
        <div className="flow">
          <Facts
            facts={[
              { term: t.licence, value: licence },
              { term: t.leaseEnds, value: formatDay(language, shop.leaseEndsOn) },
              ...(approvedAt === null
                ? []
                : [{ term: t.approved, value: <Time at={approvedAt} /> }]),
              ...(officeName === null ? [] : [{ term: t.by, value: officeName[language] }]),
              {
                term: t.contracts,
                value: shop.contracts === null ? t.few : formatCount(shop.contracts),
              },
            ]}
          />
          <p className="small">
            <Link href={`/log/${shop.book}/${shop.entry}`}>
              {t.entry({ index: formatCount(shop.entry) })}
            </Link>
          </p>
        </div>
      </Section>
      <Offers products={products} offersContracts={offersContracts} />
      {mayBuy && (
        <Section id="code" title={t.code} note={<p className="fine">{t.codeNote}</p>}>
          <p>
            <Link className="btn plain" href={codeHref}>
              {t.openCode}
            </Link>
          </p>
        </Section>
      )}
    </Page>
  )
}

function Offers({ products, offersContracts }: Pick<ShopView, 'products' | 'offersContracts'>) {
  const language = useLanguage()
  const t = useMessages(registerMessages)
  return (
    <Section id="offers" title={t.offers} note={<p className="fine">{t.private}</p>}>
      <div className="flow">
        {products.length === 0 && <Empty>{t.noOffers}</Empty>}
        {products.map(({ product, offer }) => (
          <article className="offer" key={product}>
            <div className="row row-end">
              <h3>{offer.name[language]}</h3>
              <Money amountMinor={BigInt(offer.priceMinor)} />
            </div>
            <OfferFacts offer={offer} />
            {offersContracts && (
              <p>
                <Link className="btn plain" href={buyPath(product)}>
                  {t.buy}
                </Link>
              </p>
            )}
          </article>
        ))}
      </div>
    </Section>
  )
}
