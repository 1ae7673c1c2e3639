import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { tlsTrust } from '../../src/readiness/tls-trust.ts'
import { certificate } from './fixtures/certificate.ts'

const source = new URL('../../src/readiness/tls-trust.ts', import.meta.url).href

/** What a process with such an environment would hand on for `https: true`. */
async function trustUnder(env: Readonly<Record<string, string | undefined>>): Promise<unknown> {
  const script = `const { tlsTrust } = await import('${source}'); console.log(JSON.stringify(tlsTrust(true)))`
  const flags = ['--experimental-strip-types', '--no-warnings', '--input-type=module', '-e', script]
  const inherited = { ...process.env, NODE_EXTRA_CA_CERTS: undefined, NODE_TLS_REJECT_UNAUTHORIZED: undefined }
  const { stdout } = await promisify(execFile)(process.execPath, flags, { env: { ...inherited, ...env } })
  return JSON.parse(stdout)
}

test('options are handed on', () => {
  expect(tlsTrust(undefined)).toBeUndefined()
  expect(tlsTrust(false)).toBeUndefined()
  const all = { rejectUnauthorized: true, servername: 'x' }
  expect(tlsTrust({ ca: 'A', ...all })).toEqual({ ca: ['A'], ...all })
  expect(tlsTrust({ ca: ['A', 'B'], ...all })).toEqual({ ca: ['A', 'B'], ...all })
})

test('what Node was told of trust is handed on, where the options say nothing', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'curfew-trust-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'extra.pem')
  writeFileSync(file, certificate.cert)
  expect(await trustUnder({})).toEqual({})
  expect(await trustUnder({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual({ rejectUnauthorized: false })
  const [line = ''] = certificate.cert.split('\n').slice(3)
  expect(await trustUnder({ NODE_EXTRA_CA_CERTS: file })).toEqual({ alsoCa: [expect.stringContaining(line)] })
})
