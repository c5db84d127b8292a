/** A shop asks for supervision, and sees where that stands and what happens next. */
import { Choices } from '#web/kit/Choice.tsx'
import { DateField } from '#web/kit/DateField.tsx'
import { formatCount, formatDay } from '#web/kit/format.ts'
import { Field, Form, Submit } from '#web/kit/Form.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Facts, Head } from '#web/kit/Section.tsx'
import { Select } from '#web/kit/Select.tsx'
import { Time } from '#web/kit/Time.tsx'
import { INDUSTRIES } from '../contract.ts'
import { productsPath } from './paths.ts'
import { applyMessages } from './products-messages.ts'
import type { ApplyView } from './products-views.ts'
import { Standing } from './RegisterPage.tsx'
import { applyPath } from './shop-paths.ts'

export function ApplyPage(view: ApplyView) {
  const language = useLanguage()
  const t = useMessages(applyMessages)
  const { own, application } = view
  const mayApply = own.state === null || own.state === 'declined'
  const title = own.state === null ? t.title : t.standing
  return (
    <Page title={title} place={null} layout="phone">
      <Head title={title}>
        <p>
          <b>{own.name[language]}</b>
        </p>
        {own.state !== null && (
          <p>
            <Standing state={own.state} />
          </p>
        )}
        <p className="soft">{t.lead}</p>
      </Head>
      {application !== null && <Application view={view} application={application} />}
      {mayApply && (own.isHead ? <Applying view={view} /> : <p className="note">{t.clerk}</p>)}
    </Page>
  )
}

type ApplicationProps = {
  readonly view: ApplyView
  readonly application: NonNullable<ApplyView['application']>
}

function Application({ view: { own, decisionEntry }, application }: ApplicationProps) {
  const language = useLanguage()
  const t = useMessages(applyMessages)
  const { industry, areaName, licence, leaseEndsOn, appliedAt, decidedAt, entry } = application
  return (
    <section className="psec" aria-labelledby="next">
      <Next state={own.state} />
      {decisionEntry !== null && (
        <p>
          {t.why}:{' '}
          <Link href={`/log/${own.book}/${decisionEntry}`}>
            {t.entry({ index: formatCount(decisionEntry) })}
          </Link>
        </p>
      )}
      <Facts
        facts={[
          { term: t.gives, value: t[industry] },
          { term: t.area, value: areaName[language] },
          { term: t.licenceShort, value: licence },
          { term: t.lease, value: formatDay(language, leaseEndsOn) },
          { term: t.applied, value: <Time at={appliedAt} /> },
          ...(decidedAt === null ? [] : [{ term: t.decided, value: <Time at={decidedAt} /> }]),
        ]}
      />
      <p className="small">
        <Link href={`/log/${own.book}/${entry}`}>{t.entry({ index: formatCount(entry) })}</Link>
      </p>
    </section>
  )
}

function Next({ state }: { readonly state: ApplyView['own']['state'] }) {
  const t = useMessages(applyMessages)
  if (state === 'approved') {
    return (
      <p id="next">
        {t.nextApproved} <Link href={productsPath}>{t.toProducts}</Link>
      </p>
    )
  }
  const said =
    state === 'declined' ? t.declined : state === 'suspended' ? t.suspended : t.nextApplied
  return <p id="next">{said}</p>
}

function Applying({ view: { areas, application } }: { readonly view: ApplyView }) {
  const language = useLanguage()
  const t = useMessages(applyMessages)
  return (
    <Form action={applyPath}>
      <Choices
        name="industry"
        legend={t.industry}
        {...(application === null ? {} : { value: application.industry })}
        options={INDUSTRIES.map((industry) => ({
          value: industry,
          label: t[industry],
          hint: t[`${industry}Hint`],
        }))}
      />
      <Select
        name="area"
        label={t.area}
        options={areas.map(({ id, name }) => ({ value: id, label: name[language] }))}
      />
      <Field
        name="licence"
        label={t.licence}
        value={application?.licence ?? ''}
        autoComplete="off"
      />
      <DateField name="leaseEndsOn" legend={t.lease} hint={t.leaseHint} />
      <Field name="account" label={t.account} hint={t.accountHint} autoComplete="off" />
      <Submit busy={t.sending}>{t.send}</Submit>
      <p className="small">{t.afterwards}</p>
    </Form>
  )
}
