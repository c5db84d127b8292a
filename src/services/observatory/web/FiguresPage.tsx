/** All figures, found by word, indicator, area or publisher; the form works without a script. */
import { formatCount } from '#web/kit/format.ts'
import { Field, Submit } from '#web/kit/Form.tsx'
import { localPath } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { CLAIMS_COUNTED_MAX, type FiguresFilter, type FiguresView } from '../contract.ts'
import { listAreas } from '../domain/areas.ts'
import { listIndicators } from '../domain/indicators.ts'
import { auditPath } from './audit-paths.ts'
import { ClaimTable } from './ClaimTable.tsx'
import { nameOfArea, nameOfIndicator } from './claim-words.ts'
import { observatoryMessages } from './observatory-messages.ts'
import {
  areaPath,
  areasPath,
  contradictionsPath,
  figuresHref,
  figuresPath,
  indicatorPath,
} from './paths.ts'

export function FiguresPage(view: FiguresView) {
  const t = useMessages(observatoryMessages)
  const { claims, count, filter, next, isFirst } = view
  return (
    <Page title={t.figuresTitle} place="figures">
      <Head title={t.figuresTitle}>
        <p className="lead soft">{t.figuresLead}</p>
        <p className="row">
          <Link className="btn plain" href={auditPath}>
            {t.auditDo}
          </Link>
          <Link href={areasPath}>{t.areasAndMap}</Link>
          <Link href={contradictionsPath}>{t.contradictions}</Link>
        </p>
      </Head>
      <Section id="figures" title={useCount(count, filter)} note={<Downloads />}>
        <div className="flow">
          <FilterForm view={view} />
          <Named named={view.named} />
          <ClaimTable caption={t.figures} claims={claims} empty={t.none} isMixed />
          <nav className="pager row" aria-label={t.pages}>
            {!isFirst && <Link href={figuresHref(filter)}>{t.first}</Link>}
            {next !== undefined && (
              <Link href={figuresHref(filter, next)} rel="next" className="btn plain">
                {t.next}
              </Link>
            )}
            {claims.length === 0 && <Link href={figuresPath}>{t.allFigures}</Link>}
          </nav>
        </div>
      </Section>
    </Page>
  )
}

/** Filtered lists are counted as far as somebody would read on; all claims are counted as they come. */
function useCount(count: number, filter: FiguresFilter): string {
  const t = useMessages(observatoryMessages)
  if (count === 1) return t.one
  const isMore = Object.keys(filter).length > 0 && count > CLAIMS_COUNTED_MAX
  return isMore
    ? t.foundMore({ count: formatCount(CLAIMS_COUNTED_MAX) })
    : t.found({ count: formatCount(count) })
}

/** Indicators and areas that bear the words: their pages have everything about them. */
function Named({ named: { indicators, areas } }: Pick<FiguresView, 'named'>) {
  const language = useLanguage()
  const t = useMessages(observatoryMessages)
  if (indicators.length + areas.length === 0) return null
  return (
    <nav aria-label={t.named}>
      <h3 className="k">{t.named}</h3>
      <p className="row small">
        {indicators.map((id) => (
          <Link key={id} href={indicatorPath(id)}>
            {nameOfIndicator(language, id)}
          </Link>
        ))}
        {areas.map((id) => (
          <Link key={id} href={areaPath(id)}>
            {nameOfArea(language, id)}
          </Link>
        ))}
      </p>
    </nav>
  )
}

function Downloads() {
  const t = useMessages(observatoryMessages)
  return (
    <p className="small">
      {`${t.download}: `}
      <a href="/v1/claims.csv">CSV</a>
      {' · '}
      <a href="/v1/claims.jsonl">JSON</a>
    </p>
  )
}

function FilterForm({ view: { filter, publishers } }: { readonly view: FiguresView }) {
  const language = useLanguage()
  const t = useMessages(observatoryMessages)
  const named = (list: ReturnType<typeof listIndicators> | ReturnType<typeof listAreas>) =>
    list.map(([id, names]): Choice => ({ value: id, label: names[language] }))
  return (
    <search>
      <form className="filter" action={localPath(language, figuresPath)}>
        <Field id="q" name="q" label={t.search} value={filter.q ?? ''} inputMode="search" />
        <Select
          name="indicator"
          label={t.indicator}
          chosen={filter.indicator}
          choices={named(listIndicators())}
        />
        <Select name="area" label={t.area} chosen={filter.area} choices={named(listAreas())} />
        <Select
          name="publisher"
          label={t.publisher}
          chosen={filter.publisher}
          choices={publishers.map((publisher) => ({ value: publisher, label: publisher }))}
        />
        <Submit>{t.find}</Submit>
      </form>
    </search>
  )
}

type Choice = { readonly value: string; readonly label: string }
type SelectProps = {
  readonly name: string
  readonly label: string
  readonly chosen: string | undefined
  readonly choices: readonly Choice[]
}

function Select({ name, label, chosen = '', choices }: SelectProps) {
  const t = useMessages(observatoryMessages)
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <select className="input" id={name} name={name} defaultValue={chosen}>
        <option value="">{t.all}</option>
        {choices.map(({ value, label: words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}
