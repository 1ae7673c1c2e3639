import fc from 'fast-check'
import { expect, test } from 'vitest'
import { destructured, type AnyFunction } from '../../src/catalog/destructured.ts'

/** A function that is only its source, as a compiler or an instrumenter left it; never called. */
function withSource(source: string): AnyFunction {
  return Object.defineProperty(() => {}, 'toString', { value: () => source })
}

const forms: readonly (readonly [source: string, names: readonly string[]])[] = [
  ['({ db, api }) => {}', ['db', 'api']],
  ['async ({ db }) => {}', ['db']],
  ['async({db})=>{}', ['db']],
  ['function ({ db }) {}', ['db']],
  ['async function make({ db }, other) {}', ['db']],
  ['function* ({ db }) {}', ['db']],
  ['async function* make ({ db }) {}', ['db']],
  ['make({ db }) {}', ['db']],
  ['async make({ db }) {}', ['db']],
  ['* make({ db }) {}', ['db']],
  ['async *[Symbol.for("a(b){")]({ db }) {}', ['db']],
  ['"a name ("({ db }) {}', ['db']],
  ['#make({ db }) {}', ['db']],
  ['function /* ({ x }) */ make /* ( */ ({ db }) {}', ['db']],
  ['() => db', []],
  ['function () { return 1 }', []],
  ['({}) => {}', []],
  ['(_unused) => 1', []],
  ['_unused => other._unused', []],

  ['({ db: { url, port: [first] }, api }) => {}', ['db', 'api']],
  ['({ db: a, api: b, }) => {}', ['db', 'api']],
  ['({ "db": a, \'my-api\': b, 3: c }) => {}', ['db', 'my-api', '3']],
  ['({ größe, $a, _b }) => {}', ['größe', '$a', '_b']],
  ['({ db } = {}) => {}', ['db']],
  ['({ db }               , x) => {}', ['db']],
  ['({ // db, }\n  api, /* , x } ) */ load\n}) => {}', ['api', 'load']],

  ["({ db = \"}, x\", api = '\\'}' }) => {}", ['db', 'api']],
  ['({ db = `}, ${ `}${ { a: "}" }.a }` } x`, api }) => {}', ['db', 'api']],
  ['({ db = /[/}]\\/},/g, api }) => {}', ['db', 'api']],
  ['({ db = 4 / 2, api = "/, x" }) => {}', ['db', 'api']],
  ['({ db = (a) / 2, api = b[0] / "}, x" / 2 }) => {}', ['db', 'api']],
  ['({ db = i++ / 2, api = "/, x" }) => {}', ['db', 'api']],
  ['({ db = a.return / 2, api = "/, x" }) => {}', ['db', 'api']],
  ['({ db = typeof /}/, api }) => {}', ['db', 'api']],
  ['({ db = () => { if (a) /}/.test(b); return /}/ }, api }) => {}', ['db', 'api']],
  ['({ db = () => { {} /}/.test(b) }, api }) => {}', ['db', 'api']],
  ['({ db = { a: 1 } / 2, api = "/, x" }) => {}', ['db', 'api']],
  ['({ db = [...(a, b)], api = { ...c } }) => {}', ['db', 'api']],
  ['({ db = function (x, { y }) { return [x, y] }, api = class { z = 1; #w } }) => {}', ['db', 'api']],
  ['({ db = a ? { b: 1, c } : d, api = e => ({ f }) }) => {}', ['db', 'api']],
  ['({ db = (cov_1a().b[0][0]++, other()), api }) => { cov_1a().f[0]++; return 1 }', ['db', 'api']],
]

test.for(forms)('reads %s', ([source, names]) => {
  expect(destructured(withSource(source))).toEqual({ names })
})

const compiled: readonly (readonly [by: string, source: string, names: readonly string[]])[] = [
  [
    'TypeScript, ES5',
    'function (_a) {\n    var db = _a.db, _b = _a.api, a = _b === void 0 ? other("x") : _b;\n    return run(db, a);\n}',
    ['db', 'api'],
  ],
  [
    'TypeScript, ES5, nested',
    'function (_a) {\n    var url = _a.db.url, api = _a.api;\n    return run(url, function (_a) { var port = _a.port; return port; });\n}',
    ['db', 'api'],
  ],
  [
    'TypeScript, ES2015, async',
    '(_a) => __awaiter(void 0, [_a], void 0, function* ({ db, api: a }) {\n    yield run(db, a);\n})',
    ['db', 'api'],
  ],
  [
    'TypeScript, ES2015, async function',
    'function (_a) {\n    return tslib_1.__awaiter(this, arguments, void 0, function* ({ db }) { return db; });\n}',
    ['db'],
  ],
  [
    'TypeScript, older, async',
    '(_a) => (0, tslib_1.__awaiter)(void 0, void 0, void 0, function* () {\n    var { db } = _a;\n    return db;\n})',
    ['db'],
  ],
  [
    'Babel',
    'function f(_ref) {\n  var db = _ref.db,\n    _ref$api = _ref.api,\n    a = _ref$api === void 0 ? other("x") : _ref$api;\n  return run(db, a);\n}',
    ['db', 'api'],
  ],
  [
    'Babel, instrumented',
    'function (_ref) {\n  "use strict";\n  cov_2k().f[0]++;\n  cov_2k().s[1]++;\n  let { db, api: a = (cov_2k().b[0][0]++, other()) } = _ref;\n  return run(db, a);\n}',
    ['db', 'api'],
  ],
  [
    'SWC',
    'function(param) {\n    var db = param.db, _param_api = param.api, a = _param_api === void 0 ? other("x") : _param_api;\n    return run(db, a);\n}',
    ['db', 'api'],
  ],
  [
    'esbuild, ES2016, async',
    '(_0) => __async(null, [_0], function* ({ db, api: a = other("x") }) {\n  yield run(db, a);\n})',
    ['db', 'api'],
  ],
  [
    'esbuild, ES2016, async function',
    'function(_0) {\n  return __async(this, arguments, function* ({ db }) { return db; });\n}',
    ['db'],
  ],
]

test.for(compiled)('reads what %s makes of it', ([, source, names]) => {
  expect(destructured(withSource(source))).toEqual({ names })
})

class Unbound {
  make({ db }: { db: string }): string {
    return db
  }
}
const unreadable: readonly (readonly [what: string, code: AnyFunction | string, reason: string])[] = [
  ['a bound function', Unbound.prototype.make.bind(new Unbound()), 'bound'],
  ['a native function', Array.isArray, 'native'],
  ['a proxy', new Proxy(Unbound.prototype.make, {}), 'proxy'],
  ['a class', Unbound as unknown as AnyFunction, 'class'],
  ['rest parameters', '(...args) => args', '"..."'],
  ['a rest element', '({ db, ...others }) => others', 'rest element'],
  ['a computed key', '({ [key()]: db }) => db', 'computed key'],
  ['an array pattern', '([db]) => db', 'array'],
  ['an escape in a key', '({ "d\\u0062": db }) => db', 'unexpected key'],
  ['a parameter that is handed on', '(deps) => make(deps)', '"deps" is used as a whole'],
  ['a parameter that is spread', '(deps) => make({ ...deps })', '"deps" is used as a whole'],
  ['a member of it that is used anywhere', '(deps) => make(deps.db)', '"deps" is used as a whole'],
  [
    'a first statement that is not all',
    '(deps) => { const { db } = deps; return make(db, deps.api) }',
    '"deps" is used as a whole',
  ],
  ['a first statement that calls', '(deps) => { const db = deps.get("db"); return db }', '"deps" is used as a whole'],
  [
    'a compiled rest element',
    'function (_a) { var db = _a.db, others = __rest(_a, ["db"]); return others; }',
    '"_a" is used as a whole',
  ],
  ['a wrapper of Babel', 'function (_x) { return _ref2.apply(this, arguments); }', '"arguments"'],
  [
    'a default of Babel',
    'function () { var _ref = arguments.length > 0 ? arguments[0] : {}, db = _ref.db; return db; }',
    '"arguments"',
  ],
  ['no function', 'a mock', 'no function'],
]

test.for(unreadable)('says why it cannot read %s', ([, code, reason]) => {
  const found = destructured(typeof code === 'string' ? withSource(code) : code)
  expect(found.names).toBeUndefined()
  expect(found.reason).toContain(reason)
})

test('reads any parameter: a runner may hand its context as the second', () => {
  expect(destructured(withSource('([a, b] = [",", 1], { db }, x) => {}'), 1)).toEqual({ names: ['db'] })
  expect(destructured(withSource('({ a }, _b) => { var db = _b.db; }'), 1)).toEqual({ names: ['db'] })
  expect(destructured(withSource('({ a }) => {}'), 1)).toEqual({ names: [] })
  expect(destructured(withSource('a => a'), 1)).toEqual({ names: [] })
})

test('what the engine itself reads of a parameter is what is told, for any pattern', () => {
  const name = fc.constantFrom('a', 'b', 'db', 'api', '$x', '_y', 'größe', '"quoted-key"', "'it\\'s'", '42')
  const literal = fc.constantFrom(
    '1',
    '"},"',
    '`}${`,${"}"}`}`',
    '/[}/]\\/,/g',
    '(1, 2) / 3',
    '[{ a: "}" }, 2]',
    '{ a: 1 / 2 }',
    '() => { if (1) /}/.test("") }',
    '(function () { return /,/ })',
    'class { x = "}" }',
    '1 /* } */ + 2 // }\n',
    'typeof /}/',
    'void 0 ?? { b: [] }',
    'async (x) => { await /}/ }',
  )
  const key = fc.record({
    name,
    fallback: fc.option(literal),
    isNested: fc.boolean(),
    space: fc.constantFrom('', ' ', '\n', '/* , } */'),
  })
  fc.assert(
    fc.property(fc.uniqueArray(key, { selector: (one) => one.name, maxLength: 6 }), fc.boolean(), (keys, isAsync) => {
      // A key with an escape is refused: tested above.
      fc.pre(!keys.some((one) => one.name.includes('\\')))
      const parts = keys.map(({ name: own, fallback, isNested, space }, index) => {
        const target = isNested ? `{ length: v${index} }` : `v${index}`
        return `${space}${own}${space}: ${target}${fallback === null ? '' : ` = ${fallback}`}${space}`
      })
      // oxlint-disable-next-line typescript/no-implied-eval -- the code is made up, to be read and run
      const code = new Function(`return ${isAsync ? 'async ' : ''}({${parts.join(',')}}) => {}`)() as (
        from: object,
      ) => unknown
      const read: string[] = []
      const spy = new Proxy({}, { get: (_, property) => (read.push(String(property)), '') })
      code(spy)
      expect([...(destructured(code).names ?? [])].toSorted()).toEqual(read.toSorted())
    }),
    { numRuns: 500 },
  )
})
