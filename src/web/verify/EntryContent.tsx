/** What the entry says, shown only from bytes that were hashed, and only after every step held. */
import type { Findings } from '#kernel/log/verify.ts'
import type { Json } from '#kernel/std/json.ts'
import { Code } from '#web/kit/Code.tsx'
import { formatCount, formatInstant } from '#web/kit/format.ts'
import type { Language } from '#web/kit/language.ts'
import { type Fact, Facts, Section } from '#web/kit/Section.tsx'
import { verifyMessages } from './verify-messages.ts'

type ContentProps = { readonly findings: Findings; readonly language: Language }

export function EntryContent({ findings, language }: ContentProps) {
  const t = verifyMessages[language]
  const { leaf, index = 0, disclosures = [], withheld = 0 } = findings
  if (leaf === undefined) return null
  const at = new Date(leaf.atMs).toISOString()
  const facts: readonly Fact[] = [
    { term: t.type, value: <code>{leaf.type}</code> },
    { term: t.book, value: <code>{leaf.book}</code> },
    { term: t.entry, value: formatCount(index) },
    {
      term: t.recorded,
      value: <time dateTime={at}>{formatInstant(language, at, 'long')}</time>,
    },
    { term: t.actor, value: <code>{leaf.actor}</code> },
    { term: t.parties, value: leaf.parties.length === 0 ? t.none : leaf.parties.join(', ') },
  ]
  return (
    <Section id="says" title={t.says} note={<p>{t.saysNote}</p>}>
      <Facts facts={facts} />
      <Code text={JSON.stringify(leaf.body, null, 2)} label={t.content} />
      {disclosures.length > 0 && (
        <div className="flow">
          <h3>{t.disclosed}</h3>
          <Facts
            facts={disclosures.map(({ name, value }) => ({ term: name, value: written(value) }))}
          />
          <p className="fine">{t.disclosedNote}</p>
        </div>
      )}
      {withheld > 0 && <p className="fine">{t.undisclosed({ count: withheld })}</p>}
    </Section>
  )
}

function written(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
