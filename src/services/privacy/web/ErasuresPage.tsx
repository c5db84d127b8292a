/** Erasures for those who asked on paper: what waits for a second pair of eyes, and a new proposal. */
import { Choices } from '#web/kit/Choice.tsx'
import { Field, Form, Submit } from '#web/kit/Form.tsx'
import { Link } from '#web/kit/Link.tsx'
import { Empty } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Facts, Head, Section } from '#web/kit/Section.tsx'
import { TextArea } from '#web/kit/TextArea.tsx'
import { Time } from '#web/kit/Time.tsx'
import { BASES, WHEN } from '../contract.ts'
import { Period } from './Period.tsx'
import { approveFormPath, periodFormPath, proposeFormPath, rejectFormPath } from './paths.ts'
import { privacyMessages } from './privacy-messages.ts'
import type { ErasuresView, ProposalLine } from './views.ts'
import { basisWords } from './words.ts'

export function ErasuresPage({ book, hasOffice, open, period, maySetPeriod }: ErasuresView) {
  const t = useMessages(privacyMessages)
  return (
    <Page title={t.erasures} place="erasures">
      <Head title={t.erasures}>
        <p className="lead soft">{t.erasuresLead}</p>
      </Head>
      <Section id="open" title={t.open}>
        <div className="flow">
          {open.length === 0 && <Empty>{t.noneOpen}</Empty>}
          {open.map((line) => (
            <Proposal key={line.subject} book={book} line={line} />
          ))}
        </div>
      </Section>
      <Section id="propose" title={t.propose} note={<p>{t.proposeNote}</p>}>
        {hasOffice ? <ProposeForm /> : <Empty>{t.noOffice}</Empty>}
      </Section>
      <Section id="period" title={t.periodTitle}>
        <div className="flow">
          <Period book={book} period={period} />
          {maySetPeriod && <PeriodForm />}
        </div>
      </Section>
    </Page>
  )
}

function Proposal({ book, line }: { readonly book: string; readonly line: ProposalLine }) {
  const t = useMessages(privacyMessages)
  const language = useLanguage()
  const { subject, basis, asked, at, entry, isYours } = line
  const to = (path: string) => path.replace(':subject', subject)
  return (
    <div className="flow">
      <Facts
        facts={[
          { term: t.subject, value: <code>{subject}</code> },
          { term: t.basis, value: basisWords(basis)[language] },
          { term: t.asked, value: t[asked] },
          {
            term: t.proposed,
            value: (
              <>
                <Link href={`/log/${book}/${entry}`}>
                  <Time at={at} format="long" />
                </Link>{' '}
                {isYours ? t.byYou : t.byOther}
              </>
            ),
          },
        ]}
      />
      {!isYours && (
        <Form action={to(approveFormPath)} label={`${t.approve} ${subject}`}>
          <Submit kind="against" busy={t.sending}>
            {t.approve}
          </Submit>
        </Form>
      )}
      <Form action={to(rejectFormPath)} label={`${t.reject} ${subject}`}>
        <Submit kind="plain" busy={t.sending}>
          {t.reject}
        </Submit>
      </Form>
    </div>
  )
}

function ProposeForm() {
  const t = useMessages(privacyMessages)
  const language = useLanguage()
  const hints = { now: t.nowHint, 'duty-ends': t.laterHint }
  return (
    <Form action={proposeFormPath}>
      <Field name="subject" label={t.subject} hint={t.subjectHint} autoComplete="off" />
      <Choices
        name="basis"
        legend={t.basis}
        options={BASES.map((basis) => ({ value: basis, label: basisWords(basis)[language] }))}
      />
      <Choices
        name="when"
        legend={t.when}
        options={WHEN.map((when) => ({ value: when, label: t[when], hint: hints[when] }))}
      />
      <Submit busy={t.sending}>{t.doPropose}</Submit>
    </Form>
  )
}

/** What the law asks is the least: a registrar may set more, and says in the book why. */
function PeriodForm() {
  const t = useMessages(privacyMessages)
  return (
    <Form action={periodFormPath}>
      <Field
        name="years"
        label={t.periodYears}
        hint={t.periodYearsHint}
        inputMode="numeric"
        autoComplete="off"
      />
      <TextArea name="ground" label={t.periodGround} hint={t.periodGroundHint} />
      <Submit busy={t.sending}>{t.setPeriod}</Submit>
      <p className="fine">{t.setPeriodThen}</p>
    </Form>
  )
}
