/** One class that the shop says it gave: the question first, then what follows from either answer. */
import { Clock } from '#web/kit/Clock.tsx'
import { formatDay, formatMoney } from '#web/kit/format.ts'
import { Form, Submit } from '#web/kit/Form.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Sides } from '#web/kit/Sides.tsx'
import { Time } from '#web/kit/Time.tsx'
import { cardMessages } from './card-messages.ts'
import type { Question } from './consumer-views.ts'
import { cardPath, confirmPath, contestPath } from './paths.ts'

export function QuestionPanel({
  question,
  isNamed,
}: {
  readonly question: Question
  /** Whether the shop is named above it, as on the page of one card. */
  readonly isNamed: boolean
}) {
  const language = useLanguage()
  const t = useMessages(cardMessages)
  const { use, shopName, offerName, contract, heldAfterMinor, silence } = question
  const day = formatDay(language, use.servedOn)
  const id = `ask-${use.use}`
  const isPeriod = use.via === 'period'
  return (
    <article className="ask" aria-labelledby={id}>
      {!isNamed && (
        <p className="small">
          <Link href={cardPath(contract)}>
            {shopName[language]}, {offerName[language]}
          </Link>
        </p>
      )}
      <h2 id={id}>{isPeriod ? t.wasServed({ n: use.n }) : t.wereYouAt({ n: use.n })}</h2>
      <p>{isPeriod ? t.tranche({ day }) : t.servedAt({ day, time: use.servedAt })}</p>
      <Sides
        left={{ name: t.theShop, said: <Said at={use.requestedAt} /> }}
        right={{ name: t.you, said: t.notYet }}
        state="open"
        rootHex={use.stateRootHex}
      />
      <div className="acts">
        <Form action={confirmPath(use.use)} className="act">
          <Submit busy={t.sending}>{isPeriod ? t.yesPeriod : t.yes}</Submit>
        </Form>
        <Link className="btn against" href={contestPath(use.use)}>
          {t.no}
        </Link>
      </div>
      <p className="small">
        {t.consequence({
          amount: formatMoney(use.amountMinor),
          held: formatMoney(heldAfterMinor),
        })}
      </p>
      <Clock days={silence.days} isProvisional={silence.isProvisional} rule={t.silenceRule}>
        {t.silence({ day: formatDay(language, silence.day) })}
      </Clock>
    </article>
  )
}

function Said({ at }: { readonly at: string }) {
  const t = useMessages(cardMessages)
  return (
    <>
      {t.said} <Time at={at} />
    </>
  )
}
