/** The verdict on a whole book, and what it rests on. */
import type { BookVerdict } from '#kernel/monitor/book-verdict.ts'
import type { ReactNode } from 'react'
import { formatCount } from '#web/kit/format.ts'
import { Icon } from '#web/kit/Icon.tsx'
import type { Language } from '#web/kit/language.ts'
import { Section } from '#web/kit/Section.tsx'
import { StepState } from '#web/kit/State.tsx'
import { bookMessages } from './book-messages.ts'

type BookProps = {
  readonly verdict: BookVerdict | 'too_large'
  readonly language: Language
}

const COMMAND = 'hongqiao verify --book FOLDER --policy FILE'

export function bookTitle(verdict: BookProps['verdict'], language: Language): string {
  const t = bookMessages[language]
  return verdict === 'too_large' ? t.tooLarge : t[verdict.kind]
}

export function BookView({ verdict, language }: BookProps) {
  const t = bookMessages[language]
  const title = bookTitle(verdict, language)
  if (verdict === 'too_large') {
    return (
      <Titled title={title}>
        <p className="lead soft">{t.tooLargeDo}</p>
        <p>
          <code>{COMMAND}</code>
        </p>
      </Titled>
    )
  }
  switch (verdict.kind) {
    case 'sound':
      return <Sound verdict={verdict} language={language} />
    case 'unsound':
      return (
        <Titled title={title} outcome="failed" said={t.fails}>
          <p className="lead">{t[`why_${verdict.alarm}`]}</p>
          <Detail sentence={`${verdict.alarm}: ${verdict.sentence}`} language={language} />
        </Titled>
      )
    default:
      return (
        <Titled title={title} outcome="not_reached" said={t.notWhole}>
          <p className="lead">{t.incomplete}</p>
          <Detail sentence={verdict.sentence} language={language} />
        </Titled>
      )
  }
}

type TitledProps = {
  readonly title: string
  readonly outcome?: 'passed' | 'failed' | 'not_reached'
  readonly said?: string
  readonly children: ReactNode
}

function Titled({ title, outcome = 'not_reached', said, children }: TitledProps) {
  return (
    <div className="head">
      {said !== undefined && <StepState outcome={outcome}>{said}</StepState>}
      <h1 id="verdict-title">{title}</h1>
      {children}
    </div>
  )
}

/** As the check says it: where, and which hash or entry. */
function Detail({
  sentence,
  language,
}: {
  readonly sentence: string
  readonly language: Language
}) {
  return (
    <p className="small">
      {bookMessages[language].detail}: <code lang="en">{sentence}</code>
    </p>
  )
}

function Sound({
  verdict,
  language,
}: {
  readonly verdict: Extract<BookVerdict, { kind: 'sound' }>
  readonly language: Language
}) {
  const t = bookMessages[language]
  const { origin, size, level, cosigners, areEntriesRead } = verdict
  const checked = [
    t.signed,
    ...(cosigners.length === 0 ? [] : [t.cosigned({ names: cosigners.join(', ') })]),
    t.hashed,
    ...(areEntriesRead ? [t.replayed] : []),
  ]
  return (
    <>
      <Titled title={t.sound} outcome="passed" said={t[level]}>
        <p className="lead">{t.stands({ size: formatCount(size), origin })}</p>
        {!areEntriesRead && <p>{t.hashesOnly}</p>}
      </Titled>
      <Section id="checked" title={t.checked}>
        <ul className="ticks">
          {checked.map((sentence) => (
            <li key={sentence}>
              <Icon name="check" />
              {sentence}
            </li>
          ))}
        </ul>
      </Section>
      <Section id="unchecked" title={t.unchecked}>
        <ul className="ticks">
          {[t.limitTrue, t.limitNewest, t.limitNumbers].map((sentence) => (
            <li key={sentence}>
              <Icon name="dash" />
              {sentence}
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}
