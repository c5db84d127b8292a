/** The browser tests: a hub of their own on a fresh database, in a real Chromium. */
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

// Below those that the system gives to whoever connects somewhere.
const PORT_FROM = 20_000
const PORTS = 12_000

// This file is read once more by each worker, which must find the same hub.
process.env['HONGQIAO_PORT'] ??= String(PORT_FROM + Math.floor(Math.random() * PORTS))
// Named here and made by the hub: tools that only read this file must leave nothing behind.
process.env['HONGQIAO_DATA'] ??= join(tmpdir(), `hongqiao-e2e-${process.env['HONGQIAO_PORT']}`)
const address = `http://localhost:${process.env['HONGQIAO_PORT']}`

const SYSTEM_CHROMIUM = '/usr/bin/chromium'
const inContainer = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.e2e.ts',
  globalSetup: './test/e2e/seeded.ts',
  outputDir: 'test-results',
  forbidOnly: true,
  workers: 2,
  // Bounds for what hangs, not marks for what is slow.
  timeout: 180_000,
  expect: { timeout: 45_000 },
  reporter: [['list']],
  use: {
    baseURL: address,
    timezoneId: 'Asia/Shanghai',
    // Recording each step of each test would double their time; `--trace on` does it for one.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(existsSync(SYSTEM_CHROMIUM) ? { executablePath: SYSTEM_CHROMIUM } : {}),
      args: process.getuid?.() === 0 ? ['--no-sandbox', ...inContainer] : inContainer,
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } } },
    {
      name: 'phone',
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    },
  ],
  webServer: {
    command: 'node src/apps/cli/main.ts start',
    url: `${address}/healthz`,
    // With some weeks of invented history; witnesses and the bank's faults have tests of their own.
    env: {
      HONGQIAO_HISTORY: 'short',
      HONGQIAO_WITNESSES: 'off',
      HONGQIAO_BANK_FAULTS: 'off',
    },
    timeout: 480_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
  },
})
