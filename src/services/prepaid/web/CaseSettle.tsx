/** A settlement that is about to be proposed: through which day, for which shops, and who approves it. */
import { Tick } from '#web/kit/Choice.tsx'
import { DOT, formatCount } from '#web/kit/format.ts'
import { FieldFrame, Form, Hidden, Submit } from '#web/kit/Form.tsx'
import { Money } from '#web/kit/Figure.tsx'
import { localPath } from '#web/kit/language.ts'
import { Empty } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Select } from '#web/kit/Select.tsx'
import { colleagueWords } from './CaseParts.tsx'
import { settlementMessages } from './case-messages.ts'
import { deskMessages } from './desk-messages.ts'
import { settlePath } from './desk-paths.ts'
import type { SettleCase } from './desk-views.ts'

export function CaseSettle({ view }: { readonly view: SettleCase }) {
  const t = useMessages(settlementMessages)
  const { shops, notaries, through, latest } = view
  return (
    <>
      <h2 id="case">{t.propose}</h2>
      <p>{t.proposeLead}</p>
      <Through through={through} latest={latest} />
      {shops.length === 0 && <Empty>{t.nothing}</Empty>}
      {shops.length > 0 && notaries.length === 0 && <Empty>{t.noNotary}</Empty>}
      {shops.length > 0 && notaries.length > 0 && <Proposal view={view} />}
    </>
  )
}

/** Changes the address and nothing else. */
function Through({ through, latest }: Pick<SettleCase, 'through' | 'latest'>) {
  const language = useLanguage()
  const t = useMessages(settlementMessages)
  return (
    <form className="row" action={localPath(language, settlePath)}>
      <FieldFrame id="through" label={t.through} hint={t.throughHint({ latest })}>
        <input
          className="input slim"
          id="through"
          name="through"
          size={12}
          autoComplete="off"
          defaultValue={through}
          aria-describedby="through-hint"
        />
      </FieldFrame>
      <button className="btn plain slim" type="submit">
        {t.show}
      </button>
    </form>
  )
}

function Proposal({ view: { shops, notaries, through } }: { readonly view: SettleCase }) {
  const language = useLanguage()
  const t = useMessages(settlementMessages)
  const desk = useMessages(deskMessages)
  const totalMinor = shops.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
  return (
    <Form action={settlePath} query={`?through=${through}`}>
      <Hidden name="through" value={through} />
      <Hidden name="shops" value={shops.map(({ shop }) => shop).join(' ')} />
      {shops.map(({ shop, name, from, uses, amountMinor }, place) => (
        <Tick
          key={shop}
          name={`take-${place}`}
          isTicked
          label={
            <>
              <b>{name === null ? shop : name[language]}</b>
              {DOT}
              <Money amountMinor={amountMinor} />
              <br />
              <span className="fine">
                {t.uses} {formatCount(uses)}, {t.since({ from })}
              </span>
            </>
          }
        />
      ))}
      <p className="row row-end">
        <b>{t.total}</b>
        <b>
          <Money amountMinor={totalMinor} />
        </b>
      </p>
      <Select
        name="approver"
        label={t.approver}
        hint={t.approverHint}
        options={notaries.map((notary) => ({
          value: notary.party,
          label: colleagueWords(notary, desk),
        }))}
      />
      <Submit busy={desk.sending}>{t.send}</Submit>
      <p className="fine">{t.nextPropose}</p>
    </Form>
  )
}
