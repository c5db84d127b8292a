/** Several receipts at once: a line for each, and what they say together about a party's numbers. */
import type { CheckedFile, NumberLine, SeveralVerdict } from '#kernel/log/several.ts'
import { areSound } from '#kernel/log/several.ts'
import { FAILED, LEVELS, LONE_PARTY } from '#kernel/log/verify-words.ts'
import { formatCount } from '#web/kit/format.ts'
import type { Language } from '#web/kit/language.ts'
import { Section } from '#web/kit/Section.tsx'
import { StepState } from '#web/kit/State.tsx'
import { verifyMessages } from './verify-messages.ts'

type SeveralProps = { readonly several: SeveralVerdict; readonly language: Language }

export function SeveralView({ several, language }: SeveralProps) {
  const t = verifyMessages[language]
  const { files, lines, forks } = several
  const isSound = areSound(several)
  return (
    <>
      <div className="head">
        <StepState outcome={isSound ? 'passed' : 'failed'}>{countsOf(files, language)}</StepState>
        <h1 id="verdict-title">{severalTitle(several, language)}</h1>
      </div>
      {forks.map(({ origin, size, names }) => (
        <p className="err" key={`${origin} ${size} ${names[1]}`}>
          {t.forkedPair({ origin, size: formatCount(size), names: names.join(', ') })}
        </p>
      ))}
      <Section id="files" title={t.files}>
        <ul className="ticks">
          {files.map((file, place) => (
            <FileLine key={`${place} ${file.name}`} file={file} language={language} />
          ))}
        </ul>
      </Section>
      <Section id="numbers" title={t.numbers} note={<p>{LONE_PARTY[language]}</p>}>
        {lines.length === 0 && <p>{t.noNumbers}</p>}
        {lines.map((line) => (
          <NumberFacts key={`${line.origin} ${line.party}`} line={line} language={language} />
        ))}
      </Section>
    </>
  )
}

export function severalTitle(several: SeveralVerdict, language: Language): string {
  const t = verifyMessages[language]
  return areSound(several) ? t.allGenuine : t.notAllGenuine
}

function countsOf(files: readonly CheckedFile[], language: Language): string {
  const verified = files.filter(({ verdict }) => verdict.verified).length
  return verifyMessages[language].verifiedOf({ verified, count: files.length })
}

type FileProps = { readonly file: CheckedFile; readonly language: Language }

function FileLine({ file: { name, verdict }, language }: FileProps) {
  const words = verdict.verified ? LEVELS[verdict.level] : FAILED[verdict.reason]
  return (
    <li>
      <div>
        <StepState outcome={verdict.verified ? 'passed' : 'failed'}>{name}</StepState>
        <p className="small">{words[language]}</p>
      </div>
    </li>
  )
}

function NumberFacts({
  line,
  language,
}: {
  readonly line: NumberLine
  readonly language: Language
}) {
  const t = verifyMessages[language]
  const { party, origin, count, last, gaps, missing, conflicts } = line
  const ranges = gaps.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`))
  return (
    <div className="flow">
      <h3>
        <code>{party}</code> · {origin}
      </h3>
      <p>{t.numbersOf({ count: formatCount(count), last: formatCount(last) })}</p>
      <p>{missing === 0 ? t.noGap : t.gaps({ ranges: ranges.join(', ') })}</p>
      {conflicts.map(({ number, index, other }) => (
        <p className="err" key={`${number} ${index}`}>
          {t.numberConflict({
            number: formatCount(number),
            index: formatCount(index),
            otherNumber: formatCount(other.number),
            otherIndex: formatCount(other.index),
          })}
        </p>
      ))}
    </div>
  )
}
