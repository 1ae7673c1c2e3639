import * as nodeModule from 'node:module'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

const typeScript = /\.[cm]?tsx?$/

/** What a module's default export is, where it is a function. */
export type Body = (context: unknown) => unknown

/** Imports the user's module; the TypeScript loader is loaded for TypeScript only. Resolves with its function, if it has one. */
export async function loadModule(file: string): Promise<Body | undefined> {
  if (typeScript.test(file)) await loadTypeScriptLoader(file)
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

async function loadTypeScriptLoader(file: string): Promise<void> {
  if (/[%#?]/.test(file)) await encodeRawFileUrls()
  // @ts-expect-error It has no types, being imported for its effect.
  await import('@oxc-node/core/register')
}

/** To be called before the loader is there, which then hands on to it; in the way in which that one registers itself. */
async function encodeRawFileUrls(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < 26) {
    nodeModule.register(import.meta.url.endsWith('.ts') ? './raw-file-urls.ts' : './raw-file-urls.js', import.meta.url)
  } else {
    const { resolve } = await import('./raw-file-urls.ts')
    // Not named above: Node 22.12 has none.
    nodeModule.registerHooks({ resolve })
  }
}
