/** What is known against the books of this hub: forks with their two signed notes, and what runs ahead. */
import { Code } from '#web/kit/Code.tsx'
import { formatCount } from '#web/kit/format.ts'
import { FullHash } from '#web/kit/Hash.tsx'
import { catalogue } from '#web/kit/language.ts'
import { Crumbs } from '#web/kit/Nav.tsx'
import { useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Facts, Head, Section } from '#web/kit/Section.tsx'
import { Time } from '#web/kit/Time.tsx'
import { logMessages } from './log-messages.ts'
import { booksPath } from './paths.ts'

export type ForkView = {
  readonly id: string
  readonly origin: string
  readonly olderNote: string
  readonly newerNote: string
  readonly olderSize: number
  readonly newerSize: number
  readonly otherRootHex: string
  readonly foundAt: string
}

export type AheadView = {
  readonly origin: string
  readonly size: number
  readonly note: string
  readonly heardAt: string
}

export type EvidenceView = {
  readonly forks: readonly ForkView[]
  readonly ahead: readonly AheadView[]
}

const messages = catalogue(
  {
    title: 'Evidence',
    lead: 'A book must not sign two pasts. Whoever was shown another one than the book shows here can say so, and what proves it is kept on this page for ever.',
    none: 'Nothing is known against these books.',
    forks: 'Two pasts, both signed',
    forksNote:
      'The key of the book is under both notes, and no single book can have both. A book with such evidence is cosigned no more.',
    forkOf: ({ origin, size }: { origin: string; size: string }) => `${origin} at ${size} entries`,
    stated: 'One note states this past',
    shown: 'The other note shows another one',
    otherRoot: 'Root that the other note has at this size',
    found: 'Found',
    ahead: 'Ahead of what we know',
    aheadNote:
      'Signed checkpoints of more entries than this hub knows of. They are judged when the book has come so far. If it never does, entries were lost.',
    heard: 'Heard',
    tell: 'Tell us what you were shown',
    tellText:
      'Send a signed checkpoint or a receipt. Of a receipt only the checkpoint is looked at and kept; take the checkpoint alone if the rest is private.',
    tellLabel: 'A checkpoint that you were shown',
    program: 'For programs: the same list as JSON',
  },
  {
    title: '证据',
    lead: '一本账簿不得签署两种过去。谁看到的与账簿在此所示不同，都可以说出来；能证明的，永久留在本页。',
    none: '对这些账簿，没有已知的不利证据。',
    forks: '两种过去，均有签名',
    forksNote:
      '两份文本都有账簿的密钥签名，而同一本账簿不可能兼有二者。有此证据的账簿不再获得联署。',
    forkOf: ({ origin, size }) => `${origin}，${size} 条时`,
    stated: '一份文本陈述这种过去',
    shown: '另一份文本显示另一种过去',
    otherRoot: '另一份文本在此大小时的根',
    found: '发现于',
    ahead: '超出我们所知',
    aheadNote:
      '已签名、但条目数多于本枢纽所知的检查点。账簿到达该处时再行判断；若始终未到，即有条目丢失。',
    heard: '收到于',
    tell: '告诉我们您看到了什么',
    tellText:
      '发送已签名的检查点或回执。对回执只查看并保存其中的检查点；其余内容若属隐私，请只发送检查点。',
    tellLabel: '您看到的检查点',
    program: '供程序使用：同一列表的 JSON',
  },
)

const EVIDENCE_HREF = '/gossip/evidence'
const TELL = `curl -H 'content-type: application/json' --data-binary @told.json …/gossip
{"checkpoint":"sh.hub.example/book/1\\n…"}`

export function EvidencePage({ forks, ahead }: EvidenceView) {
  const t = useMessages(messages)
  const log = useMessages(logMessages)
  return (
    <Page title={t.title} place="book">
      <Crumbs crumbs={[{ name: log.books, href: booksPath }]} />
      <Head title={t.title}>
        <p className="lead soft">{t.lead}</p>
        {forks.length === 0 && ahead.length === 0 && (
          <p>
            <strong>{t.none}</strong>
          </p>
        )}
      </Head>
      {forks.length > 0 && (
        <Section id="forks" title={t.forks} note={<p>{t.forksNote}</p>}>
          {forks.map((fork) => (
            <Fork key={fork.id} {...fork} />
          ))}
        </Section>
      )}
      {ahead.length > 0 && (
        <Section id="ahead" title={t.ahead} note={<p>{t.aheadNote}</p>}>
          {ahead.map((each) => (
            <Ahead key={each.origin} {...each} />
          ))}
        </Section>
      )}
      <Section id="tell" title={t.tell}>
        <p>{t.tellText}</p>
        <Code text={TELL} label={t.tellLabel} />
        <p className="small">
          <a href={EVIDENCE_HREF}>{t.program}</a>
        </p>
      </Section>
    </Page>
  )
}

function Fork({ origin, olderSize, olderNote, newerNote, otherRootHex, foundAt }: ForkView) {
  const t = useMessages(messages)
  return (
    <div className="flow">
      <h3>{t.forkOf({ origin, size: formatCount(olderSize) })}</h3>
      <Facts
        facts={[
          { term: t.found, value: <Time at={foundAt} format="long" /> },
          { term: t.otherRoot, value: <FullHash hex={otherRootHex} /> },
        ]}
      />
      <Code text={olderNote} label={t.stated} />
      <Code text={newerNote} label={t.shown} />
    </div>
  )
}

function Ahead({ origin, size, note, heardAt }: AheadView) {
  const t = useMessages(messages)
  return (
    <div className="flow">
      <h3>{t.forkOf({ origin, size: formatCount(size) })}</h3>
      <Facts facts={[{ term: t.heard, value: <Time at={heardAt} format="long" /> }]} />
      <Code text={note} label={t.tellLabel} />
    </div>
  )
}
