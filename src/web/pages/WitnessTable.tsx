/** Who is asked to cosign a book, how far each has come, and what keeps the others. */
import { formatCount } from '#web/kit/format.ts'
import { catalogue, type Words } from '#web/kit/language.ts'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { State } from '#web/kit/State.tsx'
import { type Column, Table } from '#web/kit/Table.tsx'
import { Time } from '#web/kit/Time.tsx'

export type WitnessLine = {
  readonly name: Words
  /** How many entries it is known to have cosigned. */
  readonly size: number
  /** How many it has not. */
  readonly lag: number
  /** When it last cosigned; absent for never. */
  readonly at?: string
  /** As the API names it; absent while it cosigns when it is asked. */
  readonly trouble?: Trouble
}

export type Trouble =
  | 'unreachable'
  | 'late'
  | 'busy'
  | 'not_followed'
  | 'answer_wrong'
  | 'clock_differs'
  | 'ahead'
  | 'inconsistent'

export const witnessMessages = catalogue(
  {
    witnesses: 'Witnesses',
    note: 'Others who keep the last state that they signed, and sign only one that contains it. They are worth as much as they are independent of the hub.',
    name: 'Witness',
    cosigned: 'Entries cosigned',
    last: 'Last cosigned',
    never: 'not yet',
    state: 'State',
    upToDate: 'Has cosigned all',
    behind: ({ count }: { count: string }) => `${count} behind`,
    unreachable: 'Does not answer',
    late: 'Answers too late',
    busy: 'Asks for patience',
    not_followed: 'Does not follow this book',
    answer_wrong: 'Answers wrongly',
    clock_differs: 'Its clock differs',
    ahead: 'Has seen more than this book has',
    inconsistent: 'Holds another past of this book',
  },
  {
    witnesses: '见证方',
    note: '见证方各自保存最后联署的状态，只联署包含它的新状态。见证的分量取决于见证方独立于平台的程度。',
    name: '见证方',
    cosigned: '已联署条目',
    last: '最近联署',
    never: '尚无',
    state: '状态',
    upToDate: '已全部联署',
    behind: ({ count }) => `落后 ${count} 条`,
    unreachable: '没有应答',
    late: '应答过迟',
    busy: '请求稍候',
    not_followed: '未跟踪本账簿',
    answer_wrong: '应答有误',
    clock_differs: '时钟不一致',
    ahead: '所见条目多于本账簿',
    inconsistent: '所持历史与本账簿不同',
  },
)

export function WitnessTable({ witnesses }: { readonly witnesses: readonly WitnessLine[] }) {
  const language = useLanguage()
  const t = useMessages(witnessMessages)
  const columns: readonly Column<WitnessLine>[] = [
    { id: 'name', label: t.name, isHeading: true, render: ({ name }) => name[language] },
    { id: 'size', label: t.cosigned, isNumeric: true, render: ({ size }) => formatCount(size) },
    {
      id: 'at',
      label: t.last,
      render: ({ at }) => (at === undefined ? t.never : <Time at={at} format="table" />),
    },
    { id: 'state', label: t.state, render: (line) => <WitnessStanding line={line} /> },
  ]
  return (
    <Table
      caption={t.witnesses}
      isCaptionHidden
      columns={columns}
      rows={witnesses}
      rowKey={({ name }) => name.en}
      empty={t.never}
    />
  )
}

function WitnessStanding({ line }: { readonly line: WitnessLine }) {
  const t = useMessages(witnessMessages)
  const { lag, trouble } = line
  if (trouble === 'ahead' || trouble === 'inconsistent') {
    return <State state="broken">{t[trouble]}</State>
  }
  if (trouble !== undefined) return <State state="open">{t[trouble]}</State>
  if (lag > 0) return <State state="open">{t.behind({ count: formatCount(lag) })}</State>
  return <State state="closed">{t.upToDate}</State>
}
