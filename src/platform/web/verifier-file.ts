/**
 * The check of receipts as one self-contained HTML file: styles, script and policies inside, and a policy of
 * its own that forbids every connection, so that whoever opens it can see that it cannot send anything.
 */
import { hash } from 'node:crypto'
import { join } from 'node:path'
import type { InlineConfig } from 'vite'
import { BROWSER_TARGETS, sharedConfig } from './build.ts'

/** What is put into the file as JSON for its script to read. */
export interface PolicyBlock {
  readonly id: string
  readonly name: { readonly en: string; readonly zh: string }
  readonly origin: string
  readonly policy: string
  readonly sha256Hex: string
}

const ENTRY = 'src/apps/web/standalone/main.ts'
const STYLES = 'src/apps/web/styles.css'

export async function buildVerifierFile(
  rootDir: string,
  policies: readonly PolicyBlock[],
): Promise<string> {
  const { script, styles } = await builtParts(rootDir)
  return documentOf(script, styles, policies)
}

interface Parts {
  readonly script: string
  readonly styles: string
}

async function builtParts(rootDir: string): Promise<Parts> {
  // Loaded only here: no start of the hub needs it.
  const { build } = await import('vite')
  const built = await build(configOf(rootDir))
  if (!('output' in built)) throw new Error('one build was asked for')
  let script = ''
  let styles = ''
  for (const part of built.output) {
    if (part.type === 'chunk' && part.name === 'main') script = part.code
    else if (part.type === 'asset' && part.fileName.endsWith('.css')) styles = String(part.source)
    else if (part.type === 'chunk' && part.name !== 'styles') {
      throw new Error(`the file must be one piece, and ${part.fileName} is another`)
    }
  }
  if (script === '' || styles === '') throw new Error('the build lacks a script or styles')
  return { script, styles }
}

function configOf(rootDir: string): InlineConfig {
  return {
    ...sharedConfig(rootDir),
    publicDir: false,
    build: {
      write: false,
      target: [...BROWSER_TARGETS],
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: { input: { main: join(rootDir, ENTRY), styles: join(rootDir, STYLES) } },
    },
  }
}

function documentOf(script: string, styles: string, policies: readonly PolicyBlock[]): string {
  // An end tag inside the text would end the element.
  const code = `\n${script.replaceAll('</script', String.raw`<\/script`).trim()}\n`
  const css = `\n${styles.trim()}\n`
  const block = JSON.stringify(policies).replaceAll('<', String.raw`\u003c`)
  const rules = [
    "default-src 'none'",
    `script-src '${digestOf(code)}'`,
    `style-src '${digestOf(css)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${rules}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Check a receipt · 验证回执 · Hongqiao</title>
<style>${css}</style>
</head>
<body>
<noscript>This file needs a script in your browser. 此文件需要浏览器运行脚本。</noscript>
<script type="application/json" id="policies">${block}</script>
<script type="module">${code}</script>
</body>
</html>
`
}

function digestOf(text: string): string {
  return `sha256-${hash('sha256', text, 'base64')}`
}
