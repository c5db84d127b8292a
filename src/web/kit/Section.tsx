/** The frame of the matter: heading with note on the rail, matter beside it. */
import type { ReactNode } from 'react'

type SectionProps = {
  readonly id: string
  readonly title: string
  /** Paragraphs on the rail under the heading. */
  readonly note?: ReactNode
  readonly children: ReactNode
}

export function Section({ id, title, note, children }: SectionProps) {
  return (
    <section className="sec" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {note}
      </header>
      {children}
    </section>
  )
}

/** The head of a page that no arch carries. */
export function Head({
  title,
  children,
}: {
  readonly title: ReactNode
  readonly children?: ReactNode
}) {
  return (
    <div className="head">
      <h1>{title}</h1>
      {children}
    </div>
  )
}

export type Fact = { readonly term: string; readonly value: ReactNode }

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ term, value }) => (
        <FactRow key={term} term={term} value={value} />
      ))}
    </dl>
  )
}

function FactRow({ term, value }: Fact) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{value}</dd>
    </>
  )
}
