import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { doctor, formatDoctor, type DoctorReport } from '../src/index.ts'

test('this machine can be read, and every fact is in the text', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'curfew-doctor-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const report = doctor({ root })
  expect(report).toMatchObject({
    platform: 'linux',
    node: { version: process.versions.node, supported: true },
    processes: { means: 'proc', readable: true, environment: true, threads: true },
    folders: { runs: { path: path.join(root, '.curfew/runs'), writable: true }, user: { writable: true } },
  })
  const listed = execFileSync('sh', ['-c', 'ls -d /proc/[0-9]* | wc -l'], { encoding: 'utf8' })
  expect(Math.abs(report.processes.count - Number(listed))).toBeLessThan(2_000)
  const text = formatDoctor(report)
  for (const fact of ['linux', report.node.version, '/proc', `${report.ports.from}–${report.ports.to}`, root]) {
    expect(text).toContain(fact)
  }
})

test('a folder that cannot be written to is a problem', () => {
  // Nobody can make a folder there, not even root.
  const report = doctor({ root: '/proc/self' })
  expect(report.folders.runs.writable).toBe(false)
  expect(report.problems).toContain('/proc/self/.curfew/runs cannot be written to.')
  expect(formatDoctor(report)).toContain('! /proc/self/.curfew/runs cannot be written to.')
})

test('nothing wrong is said as well', () => {
  const report: DoctorReport = { ...doctor(), problems: [] }
  expect(formatDoctor(report)).toMatch(/\n\nnothing is wrong$/)
})
