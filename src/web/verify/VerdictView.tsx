/** The verdict on one receipt: the arch with the words under it, each step, what it says and proves. */
import type { Policy } from '#kernel/log/policy.ts'
import type { Verdict } from '#kernel/log/verify.ts'
import { FAILED, LEVELS, NOT_PROVEN } from '#kernel/log/verify-words.ts'
import { Arch } from '#web/kit/Arch.tsx'
import { formatCount } from '#web/kit/format.ts'
import { Icon } from '#web/kit/Icon.tsx'
import { type Language, sentenceGap } from '#web/kit/language.ts'
import { ProofArch, type ProofDrawing } from '#web/kit/ProofArch.tsx'
import { Section } from '#web/kit/Section.tsx'
import { StepState } from '#web/kit/State.tsx'
import { Trail } from '#web/kit/Trail.tsx'
import { drawingOf } from './drawing.ts'
import { EntryContent } from './EntryContent.tsx'
import { stepsOf } from './steps.tsx'
import { verifyMessages } from './verify-messages.ts'

type VerdictProps = {
  readonly verdict: Verdict
  readonly policies: readonly Policy[]
  readonly language: Language
}

export function VerdictView({ verdict, policies, language }: VerdictProps) {
  const t = verifyMessages[language]
  return (
    <>
      <VerdictHero verdict={verdict} policies={policies} language={language} />
      <Section id="steps" title={t.stepByStep} note={<p>{t.stepsNote}</p>}>
        <Trail steps={stepsOf(verdict, language)} isNumbered />
      </Section>
      {verdict.verified ? (
        <>
          <EntryContent findings={verdict.findings} language={language} />
          <Proves verdict={verdict} language={language} />
        </>
      ) : (
        <WhatNow language={language} />
      )}
    </>
  )
}

function VerdictHero({ verdict, policies, language }: VerdictProps) {
  const t = verifyMessages[language]
  const drawing = drawingOf({ verdict, policies, language })
  const count = verdict.steps.length
  const failedAt = verdict.steps.findIndex(({ outcome }) => outcome === 'failed')
  return (
    <section
      className={drawing === null ? 'hero vhero undrawn' : 'hero vhero'}
      aria-labelledby="verdict-title"
    >
      {drawing !== null && <Bridge drawing={drawing} />}
      <div className="under">
        <div className="big">
          {verdict.verified ? (
            <StepState outcome="passed">{t.allHold({ count })}</StepState>
          ) : (
            <StepState outcome="failed">{t.stepFails({ step: failedAt + 1, count })}</StepState>
          )}
        </div>
        <h1 id="verdict-title">{titleOf(verdict, language)}</h1>
        <p className="lead">{leadOf(verdict, language)}</p>
      </div>
    </section>
  )
}

const slimState = { met: 'closed', apart: 'broken', unsigned: 'unsigned' } as const

/** The full drawing where there is room, the bands alone on a phone. */
function Bridge({ drawing }: { readonly drawing: ProofDrawing }) {
  return (
    <div className="bridge">
      <ProofArch drawing={drawing} />
      <Arch
        rootHex={drawing.reachedHex}
        signedHex={drawing.statedHex}
        shape="slim"
        state={slimState[drawing.end]}
      />
    </div>
  )
}

export function titleOf(verdict: Verdict, language: Language): string {
  const t = verifyMessages[language]
  return verdict.verified ? t.genuine : t.rejected
}

function leadOf(verdict: Verdict, language: Language): string {
  if (!verdict.verified) return FAILED[verdict.reason][language]
  const { index = 0, checkpoint } = verdict.findings
  return verifyMessages[language].stands({
    index: formatCount(index),
    origin: checkpoint?.origin ?? '',
  })
}

type WithLanguage = { readonly language: Language }

function Proves({ verdict, language }: WithLanguage & { readonly verdict: Verdict }) {
  const t = verifyMessages[language]
  if (!verdict.verified) return null
  const { index = 0 } = verdict.findings
  const proven = [
    t.provesEntry,
    t.provesOrder({ index: formatCount(index) }),
    LEVELS[verdict.level][language],
  ]
  return (
    <Section id="proves" title={t.proves}>
      <div className="cols cols-2">
        <Ticks title={t.itProves} icon="check" items={proven} />
        <Ticks
          title={t.itDoesNot}
          icon="dash"
          items={NOT_PROVEN.map((sentence) => sentence[language])}
        />
      </div>
    </Section>
  )
}

type TicksProps = {
  readonly title: string
  readonly icon: 'check' | 'dash'
  readonly items: readonly string[]
}

function Ticks({ title, icon, items }: TicksProps) {
  return (
    <div className="flow">
      <h3>{title}</h3>
      <ul className="ticks">
        {items.map((item) => (
          <li key={item}>
            <Icon name={icon} />
            {item}
          </li>
        ))}
      </ul>
    </div>
  )
}

function WhatNow({ language }: WithLanguage) {
  const t = verifyMessages[language]
  const gap = sentenceGap(language)
  return (
    <Section id="next" title={t.next}>
      <ol className="do flow">
        <li>
          <strong>{t.fresh}</strong>
          {gap}
          {t.freshDo}
        </li>
        <li>
          <strong>{t.given}</strong>
          {gap}
          {t.givenDo}
        </li>
        <li>
          <strong>{t.keep}</strong>
          {gap}
          {t.keepDo}
        </li>
      </ol>
    </Section>
  )
}
