// Runs the suite, then checks what became of it: two tests have to fail, each for its reason, and nothing may be left.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { styleText } from 'node:util'

const expectedFailures = {
  'a test that never ends': { because: 'it timed out', says: [/timed out in 1000 ?ms/i] },
  'a test whose replica is killed': {
    because: 'its service died: named, with its signal and its last lines',
    says: [/api1/, /SIGKILL/, /order accepted/],
  },
}

const mark = `CURFEW_DEMO=${randomUUID()}`
// A place of its own for temporary files, so that what is left can be told from what others left.
const temporary = mkdtempSync(join(tmpdir(), 'curfew-orders-'))
chmodSync(temporary, 0o755)
const results = join(temporary, 'results.json')

say('bold', 'Orders: PostgreSQL, three replicas of an HTTP API on a cluster of three nodes, load and chaos')
say('dim', 'Two of the tests fail, and are meant to: what counts is the check at the end.\n')
const code = await runSuite()
const checks = [...checkResults(), await checkProcesses(), checkFolders()]

say('bold', '\nWhat the demo expects')
for (const { ok, text, details = [] } of checks) {
  say(ok ? 'green' : 'red', `  ${ok ? '✓' : '✗'} ${text}`)
  for (const detail of details) console.log(`      ${detail}`)
}
process.exitCode = checks.every(({ ok }) => ok) ? 0 : 1

async function runSuite() {
  const [name, value] = mark.split('=')
  const reporters = ['default', '@curfew/vitest/reporter', join(import.meta.dirname, 'results-reporter.mjs')]
  const suite = spawn('vitest', ['run', ...reporters.map((reporter) => `--reporter=${reporter}`)], {
    stdio: 'inherit',
    env: { ...process.env, [name]: value, TMPDIR: temporary, ORDERS_RESULTS: results },
  })
  const [exitCode, signal] = await once(suite, 'exit')
  return signal ?? exitCode
}

function* checkResults() {
  const tests = JSON.parse(readFileSync(results, 'utf8'))
  const others = tests.filter(({ name }) => !(name in expectedFailures))
  const failed = others.filter(({ state }) => state !== 'passed')
  yield {
    ok: others.length > 0 && failed.length === 0,
    text: `The other ${others.length} tests pass`,
    details: failed.map(({ name, state }) => `${state}: ${name}`),
  }
  for (const [name, expected] of Object.entries(expectedFailures)) {
    yield checkFailure(
      tests.find((test) => test.name === name),
      name,
      expected,
    )
  }
  yield { ok: code === 1, text: `Vitest reports the failures: exit ${code}` }
  yield checkServices(tests)
  yield checkPicture(tests)
}

/** The README shows one test that passed and one that failed: as here, but for what differs from run to run. */
function checkPicture(tests) {
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8')
  const [passed = '', failed = ''] = (/^✓ test[^]*?(?=^```)/m.exec(readme)?.[0] ?? '').split('\n\n')
  const find = (picture) => tests.find(({ name }) => picture.split('\n')[0].includes(`> ${name}`))
  const shown = passed
    .split('\n')
    .slice(1, -1)
    .map((row) => row.trim().split(' ')[0])
  // The nodes of a cluster are in its row.
  const started = (find(passed)?.services ?? [])
    .map(({ name }) => name)
    .filter((name) => !/^cluster-node\d$/.test(name))
  const message = comparable(find(failed)?.message ?? '')
  const details = [
    ...(shown.toSorted().join() === started.toSorted().join()
      ? []
      : [`it shows ${shown.join()}, there are ${started.join()}`]),
    ...failed
      .split('\n')
      .slice(1)
      .filter((line) => line !== '' && !message.includes(comparable(line).replace('ServiceCrashedError: ', ''))),
  ]
  return { ok: shown.length > 0 && failed !== '' && details.length === 0, text: 'It is what the README shows', details }
}

function comparable(text) {
  return text.replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|reqId=\S+|(?<=:)\d{5}\b|\d+ of \d+/g, '…')
}

function checkFailure(test, name, { because, says }) {
  const missing = says.filter((pattern) => !pattern.test(test?.message ?? ''))
  return {
    ok: test?.state === 'failed' && missing.length === 0,
    text: `"${name}" fails, because ${because}`,
    details: [
      ...(test?.state === 'failed' ? [] : [`it is ${test?.state ?? 'not there'}`]),
      ...missing.map((pattern) => `its message does not match ${pattern}`),
    ],
  }
}

/** That a process is gone is what curfew says here; the next check asks the system. */
function checkServices(tests) {
  const services = tests.flatMap((test) => test.services.map((service) => ({ test: test.name, ...service })))
  const left = services.filter(({ outcome }) => outcome?.gone !== true)
  return {
    ok: services.length > 0 && left.length === 0,
    text: `All ${services.length} services that the tests started are gone, whatever became of the test`,
    details: left.map(({ test, name, state }) => `${name} is ${state} ("${test}")`),
  }
}

/** Everything that a run starts inherits its environment: the supervisor and each service, whatever became of its parent. */
async function checkProcesses() {
  const marks = [mark, ...runs().map((run) => `CURFEW_RUN=${run}`)]
  let left = findProcesses(marks)
  // The supervisor ends by itself once the run is over.
  for (let waitedMs = 0; left.length > 0 && waitedMs < 2000; waitedMs += 50) {
    await sleep(50)
    left = findProcesses(marks)
  }
  return { ok: left.length === 0, text: 'No process of it lives', details: left }
}

function findProcesses(marks) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
        if (!marks.some((each) => environment.includes(each))) return []
        return [`pid ${pid}: ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`]
      } catch {
        // It ended meanwhile, or belongs to somebody else. (The environment of a zombie is empty.)
        return []
      }
    })
}

function runs() {
  return readdirSync('.curfew/runs')
}

function checkFolders() {
  const left = readdirSync(temporary).filter((name) => name.startsWith('orders-'))
  if (left.length === 0) rmSync(temporary, { recursive: true })
  return {
    ok: left.length === 0,
    text: 'No data directory is left',
    details: left.map((name) => join(temporary, name)),
  }
}

function say(style, text) {
  console.log(styleText(style, text))
}
