import { expect, test } from 'vitest'
import { languages } from '#web/kit/language.ts'
import { auditText } from '../domain/audit/audit.ts'
import { auditExamples } from './audit-example.ts'

test.each(languages)(
  '%s: of what the example says, one growth is wrong and one is right',
  (language) => {
    const { checks } = auditText(auditExamples[language])
    const growths = checks.filter(({ relation }) => relation === 'growth')
    expect(growths.map(({ verdict }) => verdict).toSorted()).toEqual(['consistent', 'inconsistent'])
    expect(checks.filter(({ verdict }) => verdict === 'inconsistent')).toHaveLength(1)
  },
)
