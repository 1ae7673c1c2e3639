import { pathToFileURL } from 'node:url'

const typeScript = /\.[cm]?tsx?$/

/** What a module's default export is, where it is a function. */
export type Body = (context: unknown) => unknown

/** Imports the user's module; the TypeScript loader is loaded for TypeScript only. Resolves with its function, if it has one. */
export async function loadModule(file: string): Promise<Body | undefined> {
  // @ts-expect-error It has no types, being imported for its effect.
  if (typeScript.test(file)) await import('@oxc-node/core/register')
  const module = (await import(pathToFileURL(file).href)) as { default?: unknown }
  const body = module.default
  if (isBody(body)) return body
  // CommonJS that was compiled from an ES module has its default export one level down.
  const inner = (body as { default?: unknown } | null | undefined)?.default
  return isBody(inner) ? inner : undefined
}

function isBody(value: unknown): value is Body {
  return typeof value === 'function'
}
