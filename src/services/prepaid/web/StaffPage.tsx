/** Who acts for the shop: its heads and clerks; a head appoints and dismisses clerks. */
import { formatCount } from '#web/kit/format.ts'
import { Field, Form, Submit } from '#web/kit/Form.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { Table } from '#web/kit/Table.tsx'
import { staffMessages } from './products-messages.ts'
import type { StaffLine, StaffView } from './products-views.ts'
import { dismissPath, staffPath } from './shop-paths.ts'

export function StaffPage({ own, staff }: StaffView) {
  const language = useLanguage()
  const t = useMessages(staffMessages)
  return (
    <Page title={t.staff} place="staff" layout="work">
      <Head title={t.staff}>
        <p className="soft">{own.name[language]}</p>
        <p className="soft">{t.lead}</p>
      </Head>
      <Section id="staff" title={t.staff}>
        <Table
          caption={t.staff}
          rows={staff}
          rowKey={({ person }) => person}
          empty={t.none}
          columns={[
            {
              id: 'person',
              label: t.person,
              isHeading: true,
              render: ({ name, isYou, person }) => (
                <>
                  {name ?? t.unnamed}
                  {isYou && ` (${t.you})`}
                  <small>
                    <code>{person}</code>
                  </small>
                </>
              ),
            },
            { id: 'role', label: t.role, render: ({ role }) => t[role] },
            {
              id: 'since',
              label: t.since,
              render: ({ entry }) => (
                <Link href={`/log/${own.book}/${entry}`}>
                  {t.entry({ index: formatCount(entry) })}
                </Link>
              ),
            },
            {
              id: 'act',
              label: t.dismiss,
              isAtEnd: true,
              render: (line) => line.role === 'clerk' && <Dismissing line={line} />,
            },
          ]}
        />
      </Section>
      <Section id="appoint" title={t.appoint} note={<p className="fine">{t.appointNote}</p>}>
        <Form action={staffPath}>
          <Field name="person" label={t.number} hint={t.numberHint} autoComplete="off" />
          <Submit busy={t.sending}>{t.act}</Submit>
        </Form>
      </Section>
    </Page>
  )
}

function Dismissing({ line: { person, name } }: { readonly line: StaffLine }) {
  const t = useMessages(staffMessages)
  return (
    <details>
      <summary>
        {t.dismiss}
        <span className="vh"> {name ?? person}</span>
      </summary>
      <Form action={dismissPath(person)}>
        <p className="small">{t.dismissThen}</p>
        <Submit kind="against" busy={t.sending}>
          {t.dismiss}
        </Submit>
      </Form>
    </details>
  )
}
