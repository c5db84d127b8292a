/** Invented texts with one mistake each, for whoever has no text at hand: revenue rose by 7 percent, not by 12.5. */
import type { Language } from '#web/kit/language.ts'

export const auditExamples: Readonly<Record<Language, string>> = {
  en: `Published: March 24, 2025

An invented example: the park at Silver Lake

The logistics park at Silver Lake handled 1.2 million parcels last year, up 20 percent from 1 million parcels in 2023.

Its revenue reached 450 million yuan ($62 million) last year, up 12.5 percent from 420 million yuan in 2023.
`,
  zh: `2025年3月24日

虚构示例：银湖物流园

2024年，银湖物流园处理包裹120万件，比2023年的100万件增长20%。

2024年园区营业收入4.5亿元，比2023年的4.2亿元增长12.5%。
`,
}
