/** The map of the hub with its list beside it: the list says everything that the map shows. */
import type { ReactNode } from 'react'
import { coreOutline, type Unit, units, waters } from './hub-map.ts'
import { catalogue } from './language.ts'
import { useLanguage, useMessages } from './page-context.ts'

const messages = catalogue(
  {
    described:
      'Schematic map of the hub: one core, a northern belt and a southern belt, 14 units. The list beside it says the same.',
    core: 'Core',
    yangtze: 'Yangtze',
    bay: 'Hangzhou Bay',
    north: 'Northern belt',
    northUnits:
      'Hongqiao, Changning, Jiading, Kunshan, Taicang, Xiangcheng, Suzhou Industrial Park',
    south: 'Southern belt',
    southUnits: 'Hongqiao, Minhang, Songjiang, Jinshan, Pinghu, Nanhu, Haiyan, Haining',
    coreUnits:
      'Hongqiao International Central Business District, 151.4 km²: parts of Changning, Jiading, Minhang and Qingpu',
  },
  {
    described: '枢纽示意图：一核、北向拓展带、南向拓展带，14 个单元。旁边的列表内容相同。',
    core: '一核',
    yangtze: '长江',
    bay: '杭州湾',
    north: '北向拓展带',
    northUnits: '虹桥—长宁—嘉定—昆山—太仓—相城—苏州工业园区',
    south: '南向拓展带',
    southUnits: '虹桥—闵行—松江—金山—平湖—南湖—海盐—海宁',
    coreUnits: '虹桥国际中央商务区，151.4 平方公里：长宁、嘉定、闵行、青浦各一部分',
  },
)

/** How the map is coloured by a figure: each unit by its step, and what stands beside the map instead. */
export type MapColours = {
  /** 1 to 4, the darker the more; null where there is no figure, which is hatched. */
  readonly stepOf: (unitId: string) => 1 | 2 | 3 | 4 | null
  /** The whole in one sentence. */
  readonly described: string
  /** The list that says everything the map shows. */
  readonly list: ReactNode
}

export function HubMap({ colours }: { readonly colours?: MapColours }) {
  const t = useMessages(messages)
  return (
    <div className="mapgrid">
      <svg
        className="map"
        viewBox="40 10 620 650"
        role="img"
        aria-label={colours?.described ?? t.described}
      >
        <defs>
          <NoFigure />
          <pattern
            id="core-hatch"
            width="5"
            height="5"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <path className="hatch" d="M0 0v5" />
          </pattern>
        </defs>
        {waters.map((path) => (
          <path key={path} className="water" d={path} />
        ))}
        <text className="l" x="604" y="62">
          {t.yangtze}
        </text>
        <text className="l" x="560" y="560">
          {t.bay}
        </text>
        {units.map(({ id, belt, points }) => (
          <polygon
            key={id}
            className={`u ${colours === undefined ? (belt ?? 'part') : classOf(colours.stepOf(id))}`}
            points={points}
          />
        ))}
        <polygon points={coreOutline} fill="url(#core-hatch)" />
        <polygon className="core" points={coreOutline} />
        <path className="belt" d="M518 190L581 127" />
        <text className="b" x="605" y="120">
          {t.core}
        </text>
        {units.map((unit) => (
          <UnitLabel key={unit.id} unit={unit} isOnDark={colours?.stepOf(unit.id) === 4} />
        ))}
      </svg>
      {colours?.list ?? <Belts />}
    </div>
  )
}

function classOf(step: 1 | 2 | 3 | 4 | null): string {
  return step === null ? 'none' : `q${step}`
}

function NoFigure() {
  return (
    <pattern
      id="nodata"
      width="8"
      height="8"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <path className="nd" d="M0 0v8" />
    </pattern>
  )
}

function Belts() {
  const t = useMessages(messages)
  return (
    <div className="flow">
      <BeltList name={t.north} kind="north" members={t.northUnits} />
      <BeltList name={t.south} kind="south" members={t.southUnits} />
      <BeltList name={t.core} kind="core" members={t.coreUnits} />
    </div>
  )
}

type UnitLabelProps = { readonly unit: Unit; readonly isOnDark: boolean }

function UnitLabel({ unit, isOnDark }: UnitLabelProps) {
  const language = useLanguage()
  const [x, y] = unit.label
  return (
    <text x={x} y={y} className={isOnDark ? 'inv' : undefined}>
      {unit.name[language]}
      {unit.second !== undefined && (
        <tspan className={unit.isRemark === true ? 'l' : undefined} x={x} dy="18">
          {unit.second[language]}
        </tspan>
      )}
    </text>
  )
}

type BeltListProps = {
  readonly name: string
  readonly kind: 'north' | 'south' | 'core'
  readonly members: string
}

function BeltList({ name, kind, members }: BeltListProps) {
  return (
    <>
      <h3>
        <span className={`key ${kind}`} />
        {name}
      </h3>
      <p className="small">{members}</p>
    </>
  )
}
