/**
 * Sentences that are right, or cannot be known to be wrong, and that hold figures which look as if they must
 * agree: other scopes, other periods, other bases, lists in an order. All are invented. Nobody is accused.
 */
import { expect, test } from 'vitest'
import { auditText } from '#services/observatory/domain/audit/audit.ts'

const SENTENCES: readonly string[] = [
  'In 2024, GDP of Pudong grew 5.2 percent to 1.78 trillion yuan, while its tertiary industry grew 5.9 percent to 1.41 trillion yuan from 1.29 trillion yuan in 2023.',
  "The hub's exports rose 8.1 percent from January to May and 6.9 percent in the first half, reaching 340 billion yuan, compared with 322 billion yuan a year earlier.",
  'Tax revenue rose from 12.1 billion yuan in 2019 to 15.4 billion yuan in 2023, and the number of taxpayers increased 40 percent.',
  'In 2023, tax revenue increased 12 percent year-on-year to 15.4 billion yuan, up from 12.1 billion yuan in 2019.',
  'Fixed-asset investment in the zone totaled 60 billion yuan in the past five years, up 3.4 percent a year, compared with 41 billion yuan in the previous five.',
  'Exports totaled 33 billion yuan, up 12 percent, or 45 percent of the foreign trade of 90 billion yuan, which rose 9 percent.',
  'The port handled 51.5 million TEUs in 2024, up 4.8 percent from 49.1 million TEUs in 2023, with foreign trade containers up 6 percent to 45 million TEUs from 42 million.',
  'Sales doubled from 2.1 billion yuan in 2020 to 4.4 billion yuan in 2023 and will double again to 9 billion yuan by 2026.',
  'In 2024, retail sales grew 3.2 percent to 410 billion yuan, from 403 billion yuan in 2023 on an adjusted basis.',
  'Of the 300 firms, 120 are foreign-funded and 90 are listed, or 40 percent and 30 percent respectively.',
  'Of the 300 firms, 120 are foreign-funded, of which 30, or 25 percent, are Japanese.',
  'The district has 1,200 restaurants, 30 percent more than in 2019, and 340 cafes, or 28 percent of the total.',
  'Total investment reached 154 billion yuan, up 54 percent, including 90 billion yuan in industry, up from 70 billion yuan in 2022.',
  'Output rose to 12 billion yuan in the first quarter from 50 billion yuan in the whole of 2024, up 5 percent.',
  'Industrial output expanded 6.1 percent in 2024 from 2023, to 820 billion yuan, and 7.5 percent from 640 billion yuan in 2021 on average.',
  'Exports to the US fell 10 percent to 20 billion yuan from 21 billion yuan, while exports to ASEAN rose 14 percent to 25 billion yuan.',
  'The average price was 52,000 yuan per square meter, up 3 percent from 50,400 yuan, and rents were 5 yuan per square meter, down from 5.6 yuan.',
  'The rate was cut to 3.1 percent from 3.35 percent, a drop of 25 basis points.',
  'Loans grew by 30 billion yuan to 210 billion yuan, an increase of 16.7 percent, while deposits grew 20 billion yuan to 310 billion yuan, up 6.9 percent.',
  'The number of visitors reached 1.2 million, an increase of 20 percent over the 900,000 visitors of 2019 and 8 percent over 2023.',
  'In 2024 the fair drew 430,000 visitors, up 5 percent, and deals of 80 billion dollars, up 2 percent from 78.4 billion dollars in 2023.',
  'Total imports and exports rose 3 percent to 420 billion yuan; exports were 260 billion yuan and imports 130 billion yuan, while processing trade was 30 billion yuan.',
  'In 2024, imports and exports of goods in Kunshan reached 700 billion yuan. Exports of private firms reached 210 billion yuan and imports of foreign firms 190 billion yuan.',
  'The GDP of the city reached 2.6 trillion yuan in 2024, of which primary industry was 18 billion yuan, secondary industry 1.2 trillion yuan and services 1.3 trillion yuan.',
  'Revenue of the platform was 3.2 billion yuan last year, 1.5 times the 2.5 billion yuan target and 1.8 times that of 2022.',
  'Productivity grew 4.4 percent annually from 2020 to 2024, and in 2024 it was 1.4 times that of 2016.',
  'In 2024, the GDP of Jiading was 1.3 times that of 2019, growing 5.1 percent annually from 2021 to 2024.',
  'Passenger throughput rose 12 percent to 47.9 million, while cargo fell 3 percent to 433,000 tonnes from 446,000 tonnes.',
  'Taxes paid by foreign firms were 9.4 billion yuan, 12 percent more than in 2023, accounting for 38 percent of the total, up from 34 percent.',
  'Spending rose 8 percent to 31 billion yuan in the first three quarters, or 72 percent of the annual budget of 43 billion yuan.',
  'The fund grew from 5 billion yuan to 12 billion yuan in three years, with a return of 6 percent a year.',
  'Investment climbed from 30 billion yuan in 2020 to 52 billion yuan in 2024, with that in industry up 9 percent a year on average.',
  'The area of the zone was expanded from 86 square kilometers to 151.4 square kilometers, and 63 square kilometers of it, or 42 percent, is built up.',
  "In 2024 Qingpu's GDP exceeded 150 billion yuan, up 5.8 percent, and its fiscal revenue hit 22.7 billion yuan, up 2.1 percent from 22.4 billion yuan.",
  'Minhang, Changning, Qingpu and Jiading contributed 180 billion, 120 billion, 70 billion and 60 billion yuan, up 5, 6, 7 and 8 percent respectively, for a total of 460 billion yuan with the airport.',
  'High-tech exports rose 20 percent to 12 billion yuan, or 31 percent of exports of 40 billion yuan in the first quarter and 29 percent of 160 billion yuan last year.',
  'Sales of new energy vehicles surged 41 percent to 120,000 units, while sales of all cars rose 2 percent to 300,000 from 290,000.',
  'Of 1,000 respondents, 620 were satisfied, or 62 percent, while 240, or 24 percent of those under 30, were not.',
  'About 45 percent of the 1,300 graduates, or 600, stayed, up from 520 a year ago, an increase of 9 percentage points.',
  'The average salary rose 6 percent to 12,400 yuan in 2024 and 5 percent in 2023 from 11,200 yuan in 2022.',
  'In 2024, the number of flights increased 7 percent to 268,000, or 95 percent of the 2019 level of 280,000.',
  'Daily ridership rose 3 percent to 10.4 million on workdays and 8 percent to 9.1 million on weekends from 8.2 million.',
  'Total assets were 3.1 billion yuan, with debts of 1.2 billion yuan, a ratio of 38 percent, down from 45 percent.',
  'Cumulative investment reached 60 billion yuan by 2023 and 75 billion yuan by 2024, with 12 billion yuan invested in 2024, up 10 percent.',
  'GDP per capita reached 190,000 yuan, up 4.9 percent, with GDP of 278.9 billion yuan and 690,000 residents.',
  'Covering 37 square kilometers with GDP of 278.9 billion yuan, the district yields 5.2 billion yuan of tax per square kilometer.',
  'Exports rose 5 percent to 3 billion yuan. In 2023, exports fell 2 percent to 2.7 billion yuan.',
  "The hub's 14 districts have a GDP of 3.2 trillion yuan, 9.9 percent of the delta's 32 trillion yuan, on 7,000 square kilometers, 2 percent of its 358,000 square kilometers.",
  'Three of the 12 projects, or a quarter, are finished; of the other nine, six, or half, will open this year.',
  'In the first four months, foreign trade rose 9 percent to 120 billion yuan, with April alone up 14 percent to 35 billion yuan from 29 billion yuan in March.',
  'Online retail sales accounted for 32 percent of total retail sales of 48.3 billion yuan, reaching 13.9 billion yuan, up 12.5 percent.',
  'Tax revenue grew 10 percent to 43 billion yuan ($6 billion), up from 39.1 billion yuan ($5.5 billion).',
  'The bank has lent 200 billion yuan ($27.8 billion) to the hub, and 31 billion yuan ($4.8 billion at the rate of the time) since 2014.',
]

test.each(SENTENCES)('%s', (sentence) => {
  const verdicts = auditText(sentence, '2025-03-24').checks.map(({ verdict }) => verdict)
  expect(verdicts).not.toContain('inconsistent')
  expect(verdicts).not.toContain('scale-slip')
})
