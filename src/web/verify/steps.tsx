/** The steps of a check in words: what was checked, what it found, whether it holds. */
import type { ReactNode } from 'react'
import type { Findings, Step, StepName, Verdict } from '#kernel/log/verify.ts'
import { FAILED, PASSED } from '#kernel/log/verify-words.ts'
import { hexOf } from '#kernel/std/hex.ts'
import { FullHash } from '#web/kit/Hash.tsx'
import type { Language } from '#web/kit/language.ts'
import { StepState } from '#web/kit/State.tsx'
import type { TrailStep } from '#web/kit/Trail.tsx'
import { verifyMessages } from './verify-messages.ts'

export function stepsOf({ steps, findings }: Verdict, language: Language): readonly TrailStep[] {
  return steps.map((step) => stepOf(step, findings, language))
}

const roles = { passed: 'done', failed: 'broken', not_reached: 'next' } as const

function stepOf(step: Step, findings: Findings, language: Language): TrailStep {
  const t = verifyMessages[language]
  const words = { passed: t.holds, failed: t.fails, not_reached: t.unreached }
  return {
    id: step.name,
    role: roles[step.outcome],
    title: titleOf(step.name, findings, language),
    detail: <Detail step={step} findings={findings} language={language} />,
    state: <StepState outcome={step.outcome}>{words[step.outcome]}</StepState>,
  }
}

function titleOf(name: StepName, findings: Findings, language: Language): string {
  const t = verifyMessages[language]
  if (name === 'inclusion') return t.step_inclusion({ count: findings.path?.length ?? 0 })
  return t[`step_${name}`]
}

/** The hash that a step brought to light, where it did. */
function hashOf(name: StepName, findings: Findings): string {
  const { leafHash, computedRoot, checkpoint } = findings
  const hash = { leaf: leafHash, inclusion: computedRoot, root: checkpoint?.root }
  const found = name === 'leaf' || name === 'inclusion' || name === 'root' ? hash[name] : undefined
  return found === undefined ? '' : hexOf(found)
}

type DetailProps = {
  readonly step: Step
  readonly findings: Findings
  readonly language: Language
}

function Detail({ step, findings, language }: DetailProps): ReactNode {
  if (step.outcome === 'not_reached') return verifyMessages[language].notLooked
  const words = step.outcome === 'failed' ? FAILED[step.reason] : PASSED[step.name]
  const hex = hashOf(step.name, findings)
  return (
    <>
      <p>{words[language]}</p>
      {hex !== '' && (
        <p>
          <FullHash hex={hex} />
        </p>
      )}
    </>
  )
}
