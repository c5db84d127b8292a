/** All areas, and the map of the hub coloured by an indicator; the form works without a script. */
import { Submit } from '#web/kit/Form.tsx'
import { HubMap } from '#web/kit/HubMap.tsx'
import { units } from '#web/kit/hub-map.ts'
import { localPath } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { Crumbs } from '#web/kit/Nav.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Facts, Head, Section } from '#web/kit/Section.tsx'
import { Select } from '#web/kit/Select.tsx'
import { type Column, Table } from '#web/kit/Table.tsx'
import type { ClaimView } from '../contract.ts'
import { type Area, listAreas } from '../domain/areas.ts'
import { readingsOf } from '../domain/readings.ts'
import { areaKindMessages, areaMessages } from './area-messages.ts'
import { nameOfArea, nameOfIndicator, periodIn } from './claim-words.ts'
import { unitWordsOf, valueWords } from './number-words.ts'
import { observatoryMessages } from './observatory-messages.ts'
import { areaPath, areasPath, figuresPath, indicatorPath } from './paths.ts'

export type AreasPageView = {
  readonly indicator: string
  /** Indicators that at least one unit has a level of. */
  readonly choices: readonly string[]
  /** The latest level of each unit that has one. */
  readonly levels: readonly ClaimView[]
}

export function AreasPage({ indicator, choices, levels }: AreasPageView) {
  const language = useLanguage()
  const t = useMessages(areaMessages)
  const figures = useMessages(observatoryMessages)
  const name = nameOfIndicator(language, indicator)
  const steps = stepsOf(levels)
  const colours = {
    stepOf: (id: string) => steps.get(id.toUpperCase()) ?? null,
    described: t.described({ indicator: name }),
    list: <UnitList levels={levels} indicator={indicator} />,
  }
  return (
    <Page title={t.title} place="figures">
      <Crumbs crumbs={[{ name: figures.figures, href: figuresPath }]} />
      <Head title={t.title}>
        <p className="lead soft">{t.lead}</p>
      </Head>
      <Section id="map" title={t.map} note={<p>{t.mapNote}</p>}>
        <div className="flow">
          <form className="filter" action={localPath(language, areasPath)}>
            <Select
              name="indicator"
              label={t.colour}
              value={indicator}
              options={choices.map((id) => ({
                value: id,
                label: nameOfIndicator(language, id),
              }))}
            />
            <Submit>{t.show}</Submit>
          </form>
          <HubMap colours={colours} />
          <p className="fine">{t.steps}</p>
        </div>
      </Section>
      <Section id="all" title={t.all} note={<p>{t.allNote}</p>}>
        <AreaTable />
      </Section>
    </Page>
  )
}

type Step = 1 | 2 | 3 | 4
const STEPS: readonly Step[] = [1, 2, 3, 4]

/** Quarters by rank, so that one large unit does not make all others alike. */
function stepsOf(levels: readonly ClaimView[]): ReadonlyMap<string, Step> {
  const ranked = levels.toSorted((left, right) =>
    readingsOf(left.claim).point.compare(readingsOf(right.claim).point),
  )
  return new Map(
    ranked.map(({ claim }, place): [string, Step] => {
      return [claim.area, STEPS[Math.floor((place * STEPS.length) / ranked.length)] ?? 1]
    }),
  )
}

function UnitList({
  levels,
  indicator,
}: {
  readonly levels: readonly ClaimView[]
  readonly indicator: string
}) {
  const language = useLanguage()
  const t = useMessages(areaMessages)
  const byArea = new Map(levels.map((view) => [view.claim.area, view.claim]))
  const facts = units.map(({ id }) => {
    const area = id.toUpperCase()
    const claim = byArea.get(area)
    const term = nameOfArea(language, area)
    if (claim === undefined) return { term, value: t.noFigure }
    const said = `${valueWords(claim)[language]} ${unitWordsOf(claim)[language]}`.trim()
    const value = (
      <Link href={indicatorPath(indicator, area)}>
        {`${said}, ${periodIn(language, claim.period)}`}
      </Link>
    )
    return { term, value }
  })
  return <Facts facts={facts} />
}

function AreaTable() {
  const language = useLanguage()
  const t = useMessages(areaMessages)
  const kinds = useMessages(areaKindMessages)
  const columns: readonly Column<readonly [string, Area]>[] = [
    {
      id: 'area',
      label: t.other,
      isHeading: true,
      render: ([id]) => <Link href={areaPath(id)}>{nameOfArea(language, id)}</Link>,
    },
    { id: 'kind', label: t.kind, render: ([, { kind }]) => kinds[kind] },
    {
      id: 'zh',
      label: t.aliases,
      render: ([, { en, zh, aliases = [] }]) =>
        [language === 'en' ? zh : en, ...aliases].join(', '),
    },
  ]
  return (
    <Table
      caption={t.all}
      columns={columns}
      rows={listAreas()}
      rowKey={([id]) => id}
      empty={t.noneHeld}
    />
  )
}
