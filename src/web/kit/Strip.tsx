/** Every class of a card as a box: given, waiting for an answer, to come. The words under it say the same. */
import { formatCount } from './format.ts'
import { catalogue } from './language.ts'
import { useMessages } from './page-context.ts'

const messages = catalogue(
  {
    given: ({ count }: { count: string }) => `${count} given`,
    waiting: ({ count }: { count: string }) => `${count} waiting for an answer`,
    contested: ({ count }: { count: string }) => `${count} contested`,
    toCome: ({ count }: { count: string }) => `${count} to come`,
  },
  {
    given: ({ count }) => `已上 ${count} 次`,
    waiting: ({ count }) => `待答复 ${count} 次`,
    contested: ({ count }) => `有异议 ${count} 次`,
    toCome: ({ count }) => `未上 ${count} 次`,
  },
)

const PER_LINE = 10
const STEP_X = 30
const STEP_Y = 22
/** More boxes say nothing; the words still count. */
const BOXES_MAX = 100

const KINDS = ['given', 'waiting', 'contested', 'toCome'] as const
const BOX_CLASS = { given: 'u', waiting: 'w', contested: 'x', toCome: 'r' } as const

export type StripCounts = {
  readonly given: number
  readonly waiting: number
  readonly contested?: number
  readonly toCome: number
}

export function Strip(counts: StripCounts) {
  const t = useMessages(messages)
  const present = KINDS.flatMap((kind) => {
    const count = counts[kind] ?? 0
    return count === 0 ? [] : [{ kind, count, words: t[kind]({ count: formatCount(count) }) }]
  })
  const boxes = present.flatMap(({ kind, count }) =>
    Array.from({ length: Math.min(count, BOXES_MAX) }, () => kind),
  )
  const shown = boxes.slice(0, BOXES_MAX)
  const lines = Math.ceil(shown.length / PER_LINE)
  return (
    <>
      {shown.length > 0 && (
        <svg
          className="strip"
          viewBox={`0 0 ${PER_LINE * STEP_X} ${lines * STEP_Y - 2}`}
          aria-hidden="true"
        >
          {shown.map((kind, place) => (
            <rect
              // oxlint-disable-next-line react/no-array-index-key -- boxes have no identity but their place.
              key={place}
              className={BOX_CLASS[kind]}
              x={(place % PER_LINE) * STEP_X + 1}
              y={Math.floor(place / PER_LINE) * STEP_Y + 1}
              width={STEP_X - 4}
              height={STEP_Y - 6}
            />
          ))}
        </svg>
      )}
      <p className="small legend">
        {present.map(({ kind, words }) => (
          <span key={kind}>
            <span className={`key ${BOX_CLASS[kind]}`} />
            {words}
          </span>
        ))}
      </p>
    </>
  )
}
