/** The case beside the list: below it on a phone. */
import { Done } from '#web/kit/Done.tsx'
import { Empty } from '#web/kit/Note.tsx'
import { useMessages } from '#web/kit/page-context.ts'
import { unreachable } from '#kernel/std/assert.ts'
import { CaseDifference, CaseMoney } from './CaseMoney.tsx'
import { CaseRefund } from './CaseRefund.tsx'
import { CaseSettle } from './CaseSettle.tsx'
import { CaseSettlement } from './CaseSettlement.tsx'
import { CaseShop, CaseShops } from './CaseShop.tsx'
import { CaseSubstitute } from './CaseSubstitute.tsx'
import { CaseUse } from './CaseUse.tsx'
import { deskMessages } from './desk-messages.ts'
import type { CaseProps, CaseView, DeskView } from './desk-views.ts'

export function DeskCase({
  view: { book, selected, filter },
}: {
  readonly view: Pick<DeskView, 'book' | 'selected' | 'filter'>
}) {
  const t = useMessages(deskMessages)
  return (
    <section className="case" aria-labelledby="case">
      {selected === null ? (
        <>
          <h2 id="case">{t.chooseTitle}</h2>
          <Empty>{t.choose}</Empty>
        </>
      ) : (
        <>
          <Done />
          <Matter book={book} filter={filter} view={selected} />
        </>
      )}
    </section>
  )
}

function Matter({ view, ...shared }: CaseProps<CaseView>) {
  switch (view.kind) {
    case 'settlement':
      return <CaseSettlement {...shared} view={view} />
    case 'refund':
      return <CaseRefund {...shared} view={view} />
    case 'money':
      return <CaseMoney {...shared} view={view} />
    case 'use':
      return <CaseUse {...shared} view={view} />
    case 'shop':
      return <CaseShop {...shared} view={view} />
    case 'difference':
      return <CaseDifference {...shared} view={view} />
    case 'settle':
      return <CaseSettle view={view} />
    case 'substitute':
      return <CaseSubstitute {...shared} view={view} />
    case 'shops':
      return <CaseShops {...shared} view={view} />
    default:
      return unreachable(view)
  }
}
