/** What a book holds on its reader, the files to take along, and the way to an erasure with its consequences. */
import { Choices, Tick } from '#web/kit/Choice.tsx'
import { formatCount, formatDay } from '#web/kit/format.ts'
import { Form, Hidden, Submit } from '#web/kit/Form.tsx'
import { Link } from '#web/kit/Link.tsx'
import { Note } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Facts, Head, Section } from '#web/kit/Section.tsx'
import { Table } from '#web/kit/Table.tsx'
import { Time } from '#web/kit/Time.tsx'
import { BASES } from '../contract.ts'
import { Period } from './Period.tsx'
import { dataFile, eraseFormPath, withdrawFormPath } from './paths.ts'
import { privacyMessages } from './privacy-messages.ts'
import type { MyDataView } from './views.ts'
import { basisWords, KEPT_FOR } from './words.ts'

type Part = { readonly view: MyDataView }

export function MyDataPage(view: MyDataView) {
  const t = useMessages(privacyMessages)
  return (
    <Page title={t.title} place="my-data">
      <Head title={t.title}>
        <p className="lead soft">{t.lead}</p>
      </Head>
      <Download view={view} />
      <Values view={view} />
      <Records view={view} />
      <Erase view={view} />
    </Page>
  )
}

function Download({ view: { book, party } }: Part) {
  const t = useMessages(privacyMessages)
  const language = useLanguage()
  return (
    <Section id="download" title={t.download} note={<p>{t.downloadNote}</p>}>
      <div className="flow">
        <Facts facts={[{ term: t.pseudonym, value: <code>{party}</code> }]} />
        <p>
          <a href={dataFile(book, 'html', language)} download={`my-data-${book}.html`}>
            {t.asPage}
          </a>
        </p>
        <p>
          <a href={dataFile(book, 'json', language)} download={`my-data-${book}.json`}>
            {t.asJson}
          </a>
        </p>
      </div>
    </Section>
  )
}

function Values({ view: { book, values, hasMore } }: Part) {
  const t = useMessages(privacyMessages)
  const language = useLanguage()
  const { what, basis, rule } = KEPT_FOR.identity
  return (
    <Section id="values" title={t.values} note={<p>{t.valuesNote}</p>}>
      <div className="flow">
        <Facts
          facts={[
            { term: t.keptFor, value: what[language] },
            { term: t.basis, value: basis[language] },
            { term: t.period, value: rule[language] },
          ]}
        />
        <Table
          caption={t.values}
          rows={values}
          rowKey={({ entry, field }) => `${entry} ${field}`}
          empty={t.noValues}
          narrow="tight"
          columns={[
            {
              id: 'entry',
              label: t.entry,
              isHeading: true,
              render: ({ entry, act }) => (
                <Link href={`/log/${book}/${entry}`}>{act[language]}</Link>
              ),
            },
            { id: 'at', label: t.asked, render: ({ at }) => <Time at={at} format="table" /> },
            { id: 'field', label: t.field, render: ({ field }) => field },
            { id: 'value', label: t.value, render: ({ value }) => value[language] },
          ]}
        />
        {hasMore && <p className="fine">{t.moreValues({ count: values.length })}</p>}
      </div>
    </Section>
  )
}

function Records({ view: { records } }: Part) {
  const t = useMessages(privacyMessages)
  const language = useLanguage()
  return (
    <Section id="records" title={t.records} note={<p>{t.recordsNote}</p>}>
      <Table
        caption={t.records}
        rows={records}
        rowKey={({ table }) => table}
        empty={t.none}
        narrow="tight"
        columns={[
          {
            id: 'record',
            label: t.record,
            isHeading: true,
            render: ({ what, isOutside }) => (
              <>
                {what[language]}
                {isOutside && <small> · {t.outside}</small>}
              </>
            ),
          },
          {
            id: 'count',
            label: t.count,
            isNumeric: true,
            render: ({ count }) => (count === 0 ? t.none : formatCount(count)),
          },
          { id: 'for', label: t.keptFor, render: ({ keptFor }) => keptFor.what[language] },
          { id: 'basis', label: t.basis, render: ({ keptFor }) => keptFor.basis[language] },
          { id: 'period', label: t.period, render: ({ keptFor }) => keptFor.rule[language] },
        ]}
      />
    </Section>
  )
}

function Erase({ view }: Part) {
  const t = useMessages(privacyMessages)
  const language = useLanguage()
  const { erasedOn, plannedFor, canErase } = view
  return (
    <Section id="erase" title={t.erase} note={<p>{t.eraseNote}</p>}>
      <div className="flow">
        {erasedOn !== null && (
          <Note kind="proof" lead={t.erased}>
            {t.erasedOn({ day: formatDay(language, erasedOn) })}
          </Note>
        )}
        {plannedFor !== null && (
          <>
            <Note kind="wait" lead={t.planned}>
              {t.plannedFor({ day: formatDay(language, plannedFor) })}
            </Note>
            <Form action={withdrawFormPath} label={t.withdraw}>
              <Submit kind="plain" busy={t.sending}>
                {t.withdraw}
              </Submit>
            </Form>
          </>
        )}
        {!canErase && erasedOn === null && <p className="empty">{t.nothing}</p>}
        {canErase && plannedFor === null && <EraseForm view={view} />}
      </div>
    </Section>
  )
}

function EraseForm({ view: { book, duty, period } }: Part) {
  const t = useMessages(privacyMessages)
  const language = useLanguage()
  const isNow = duty.kind === 'none'
  return (
    <>
      <Note kind={isNow ? 'plain' : 'wait'} lead={t.dutyLabel}>
        {duty.kind === 'running' && t.dutyRunning({ count: duty.running })}
        {duty.kind === 'kept' &&
          t.dutyKept({ day: formatDay(language, duty.throughDay), years: duty.years })}
        {isNow && t.dutyNone}
      </Note>
      {period !== null && <Period book={book} period={period} />}
      <h3>{t.follows}</h3>
      <ul>
        <li>{t.followsGone}</li>
        <li>{t.followsStay}</li>
        <li>{t.followsShop}</li>
      </ul>
      <Form action={eraseFormPath}>
        <Hidden name="when" value={isNow ? 'now' : 'duty-ends'} />
        <Choices
          name="basis"
          legend={t.why}
          options={BASES.map((basis) => ({ value: basis, label: basisWords(basis)[language] }))}
        />
        <Tick name="understood" label={t.understood} />
        <Submit kind="against" busy={t.sending}>
          {isNow ? t.doErase : t.doPlan}
        </Submit>
      </Form>
    </>
  )
}
