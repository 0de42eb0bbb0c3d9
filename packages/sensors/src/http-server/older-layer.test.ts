import { createRequire } from 'node:module';
import type express from 'express';
import { expect } from 'chai';
import type { Layer } from './mount-pattern.ts';
import { readableLayer } from './older-layer.ts';

const express4 = createRequire(import.meta.url)('express4') as typeof express;

/** The layer that Express 4 makes of a mount. */
function layerOf(path: string | RegExp | string[]): Layer {
  const app = express4();
  app.use(path, express4.Router());
  return (app as unknown as { _router: { stack: Layer[] } })._router.stack.at(-1) as Layer;
}

describe('a layer of Express 4', () => {
  const written = [
    '/', '/plain', '/orgs/:org', '/orgs/:org/teams/:team', '/a/:id(\\d+)/b', '/f/:from-:to', '/o/:x?', '/w/*', '*', '/d.e/:f', '/u:id', '/api/:v.json',
    '/ab?cd', '/x(y)?z', '/:a.:b',
  ];
  for (const path of written) {
    it(`gives the path back that it was made of: ${path}`, () => expect(readableLayer(layerOf(path)).rawPath).to.equal(path));
  }

  const others: readonly [name: string, path: string | RegExp][] = [
    ['an expression of the application', /^\/t-\d+/],
    ['a group that may be missing', '/a/(b)?'], ['groups within groups', '/((a))'], ['groups without a name before a parameter', '/a(b|c)/:d'],
  ];
  for (const [name, path] of others) {
    it(`is named by its expression when the path is not certain: ${name}`, () => {
      const layer = layerOf(path);
      expect(readableLayer(layer).rawPath).to.equal(String((layer as unknown as { regexp: RegExp }).regexp));
    });
  }

  it('tells which of several paths led through it', () => {
    const layer = readableLayer(layerOf(['/v1/:t', '/v2/:t', '/v3']));
    expect(layer.rawPath).to.equal(undefined);
    expect(['/v2/x/y', '/v3/y', '/v4/y'].map((path) => layer.match(path))).to.deep.equal([
      { path: '/v2/x', pattern: '/v2/:t', params: {} }, { path: '/v3', pattern: '/v3', params: {} }, false,
    ]);
  });
});
