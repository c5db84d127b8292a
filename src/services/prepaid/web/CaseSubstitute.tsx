/** A notary who will be away names another one; and who is away now. */
import { formatCount } from '#web/kit/format.ts'
import { DateField } from '#web/kit/DateField.tsx'
import { Form, Submit } from '#web/kit/Form.tsx'
import { Link } from '#web/kit/Link.tsx'
import { Empty } from '#web/kit/Note.tsx'
import { useMessages } from '#web/kit/page-context.ts'
import { Select } from '#web/kit/Select.tsx'
import { colleagueWords } from './CaseParts.tsx'
import { substituteMessages } from './case-other-messages.ts'
import { deskMessages } from './desk-messages.ts'
import { substitutePath } from './desk-paths.ts'
import type { CaseProps, SubstituteCase } from './desk-views.ts'

export function CaseSubstitute({ book, view }: CaseProps<SubstituteCase>) {
  const t = useMessages(substituteMessages)
  const desk = useMessages(deskMessages)
  const { notaries, absences, today } = view
  return (
    <>
      <h2 id="case">{t.title}</h2>
      <p>{t.lead}</p>
      {notaries.length === 0 ? (
        <Empty>{t.noNotary}</Empty>
      ) : (
        <Form action={substitutePath}>
          <Select
            name="substitute"
            label={t.who}
            options={notaries.map((notary) => ({
              value: notary.party,
              label: colleagueWords(notary, desk),
            }))}
          />
          <DateField name="from" legend={t.from} value={today} />
          <DateField name="until" legend={t.until} />
          <Submit busy={desk.sending}>{t.send}</Submit>
          <p className="fine">{t.next}</p>
        </Form>
      )}
      <h3>{t.now}</h3>
      {absences.length === 0 ? (
        <Empty>{t.none}</Empty>
      ) : (
        <ul className="plain">
          {absences.map(({ notary, substitute, from, until, entry }) => (
            <li key={notary.party}>
              {t.line({
                notary: colleagueWords(notary, desk),
                substitute: colleagueWords(substitute, desk),
              })}
              <br />
              <span className="fine">
                {t.days({ from, until })}{' '}
                <Link href={`/log/${book}/${entry}`}>
                  {desk.entry({ index: formatCount(entry) })}
                </Link>
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
