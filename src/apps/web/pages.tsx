/** Every page that the server can render, by name. A slice adds its pages here, one line each. */
import type { ComponentProps } from 'react'
import { AreaPage } from '#services/observatory/web/AreaPage.tsx'
import { AreasPage } from '#services/observatory/web/AreasPage.tsx'
import { AuditPage } from '#services/observatory/web/AuditPage.tsx'
import { AuditSignPage } from '#services/observatory/web/AuditSignPage.tsx'
import { ClaimPage } from '#services/observatory/web/ClaimPage.tsx'
import { ContradictionsPage } from '#services/observatory/web/ContradictionsPage.tsx'
import { FiguresPage } from '#services/observatory/web/FiguresPage.tsx'
import { IndicatorPage } from '#services/observatory/web/IndicatorPage.tsx'
import { ApplyPage } from '#services/prepaid/web/ApplyPage.tsx'
import { AskRefundPage } from '#services/prepaid/web/AskRefundPage.tsx'
import { BuyPage } from '#services/prepaid/web/BuyPage.tsx'
import { CardPage } from '#services/prepaid/web/CardPage.tsx'
import { CardsPage } from '#services/prepaid/web/CardsPage.tsx'
import { CheckInPage } from '#services/prepaid/web/CheckInPage.tsx'
import { ContestPage } from '#services/prepaid/web/ContestPage.tsx'
import { CounterPage } from '#services/prepaid/web/CounterPage.tsx'
import { DeskPage } from '#services/prepaid/web/DeskPage.tsx'
import { MoneyPage } from '#services/prepaid/web/MoneyPage.tsx'
import { MoneyStatementPage } from '#services/prepaid/web/MoneyStatementPage.tsx'
import { ProductsNewPage } from '#services/prepaid/web/ProductsNewPage.tsx'
import { ProductsPage } from '#services/prepaid/web/ProductsPage.tsx'
import { BankPage } from '#services/prepaid/web/BankPage.tsx'
import { FiguresAreaPage } from '#services/prepaid/web/FiguresAreaPage.tsx'
import { FiguresContractPage } from '#services/prepaid/web/FiguresContractPage.tsx'
import { FiguresOverviewPage } from '#services/prepaid/web/FiguresOverviewPage.tsx'
import { FiguresShopPage } from '#services/prepaid/web/FiguresShopPage.tsx'
import { ConsignmentPage } from '#services/handover/web/ConsignmentPage.tsx'
import { ConsignmentsPage } from '#services/handover/web/ConsignmentsPage.tsx'
import { DropPage } from '#services/handover/web/DropPage.tsx'
import { ReconciliationPage } from '#services/handover/web/ReconciliationPage.tsx'
import { SendPage } from '#services/handover/web/SendPage.tsx'
import { ReceiptsPage } from '#services/prepaid/web/ReceiptsPage.tsx'
import { RegisterPage } from '#services/prepaid/web/RegisterPage.tsx'
import { ShopPage } from '#services/prepaid/web/ShopPage.tsx'
import { ShopRefundPage } from '#services/prepaid/web/ShopRefundPage.tsx'
import { StaffPage } from '#services/prepaid/web/StaffPage.tsx'
import { TodayPage } from '#services/prepaid/web/TodayPage.tsx'
import { TodayWithdrawPage } from '#services/prepaid/web/TodayWithdrawPage.tsx'
import { ErasuresPage } from '#services/privacy/web/ErasuresPage.tsx'
import { MyDataPage } from '#services/privacy/web/MyDataPage.tsx'
import { AboutPage } from '#web/pages/AboutPage.tsx'
import { BookPage } from '#web/pages/BookPage.tsx'
import { BooksPage } from '#web/pages/BooksPage.tsx'
import { CheckpointPage } from '#web/pages/CheckpointPage.tsx'
import { EntryPage } from '#web/pages/EntryPage.tsx'
import { EvidencePage } from '#web/pages/EvidencePage.tsx'
import { HomePage } from '#web/pages/HomePage.tsx'
import { ProblemPage } from '#web/pages/ProblemPage.tsx'
import { SignInPage } from '#web/pages/SignInPage.tsx'
import { VerifyPage } from '#web/pages/VerifyPage.tsx'

export const pages = {
  home: HomePage,
  books: BooksPage,
  book: BookPage,
  entry: EntryPage,
  checkpoint: CheckpointPage,
  evidence: EvidencePage,
  verify: VerifyPage,
  about: AboutPage,
  problem: ProblemPage,
  signIn: SignInPage,
  figures: FiguresPage,
  claim: ClaimPage,
  audit: AuditPage,
  auditSign: AuditSignPage,
  indicator: IndicatorPage,
  areas: AreasPage,
  area: AreaPage,
  contradictions: ContradictionsPage,
  register: RegisterPage,
  shop: ShopPage,
  buy: BuyPage,
  cards: CardsPage,
  card: CardPage,
  askRefund: AskRefundPage,
  contest: ContestPage,
  checkIn: CheckInPage,
  receipts: ReceiptsPage,
  desk: DeskPage,
  prepaidFigures: FiguresOverviewPage,
  prepaidArea: FiguresAreaPage,
  prepaidShop: FiguresShopPage,
  prepaidContract: FiguresContractPage,
  prepaidBank: BankPage,
  counter: CounterPage,
  today: TodayPage,
  withdrawUse: TodayWithdrawPage,
  shopRefund: ShopRefundPage,
  money: MoneyPage,
  moneyStatement: MoneyStatementPage,
  products: ProductsPage,
  newProduct: ProductsNewPage,
  apply: ApplyPage,
  staff: StaffPage,
  myData: MyDataPage,
  erasures: ErasuresPage,
  consignments: ConsignmentsPage,
  sendConsignment: SendPage,
  consignment: ConsignmentPage,
  dropReceipt: DropPage,
  reconciliation: ReconciliationPage,
} as const

/** What each page is given: `PageViews['entry']`. */
export type PageViews = {
  readonly [Name in keyof typeof pages]: ComponentProps<(typeof pages)[Name]>
}
