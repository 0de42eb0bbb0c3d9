import { expect } from 'chai';
import { StaticFiles, staticFiles } from './static-files.ts';

describe('StaticFiles', () => {
  const files = new StaticFiles(['css', '.JS']);
  const cases: readonly [method: string, url: string, route: string | undefined, status: number | undefined, is: boolean][] = [
    ['GET', '/a.css', undefined, 200, true], ['GET', '/a.css', undefined, 304, true], ['HEAD', '/a.js?v=2', undefined, 200, true], ['GET', '/A.Css', undefined, 206, true],
    ['GET', '/public/a.css', '/public/*', 200, true], ['GET', '/a.css', '*', 200, true], ['GET', '/a.css', '/a.css', 200, true], ['GET', '/a.css?v=1', '/a.css', 200, true],
    ['GET', '/orders/7.css', '/orders/:id', 200, false], ['POST', '/a.css', undefined, 200, false], ['GET', '/a.css', undefined, 404, false],
    ['GET', '/a.css', undefined, 500, false], ['GET', '/a.css', undefined, undefined, false], ['GET', '/a.png', undefined, 200, false],
    ['GET', '/a?x=.css', undefined, 200, false], ['GET', '/css', undefined, 200, false], ['GET', '/a.css/b', undefined, 200, false], ['GET', '', undefined, 200, false],
  ];
  for (const [method, url, route, status, is] of cases) {
    it(`${is ? 'takes' : 'does not take'} ${method} ${url} by ${route ?? 'no route'} with ${status ?? 'no answer'} for one`, () => {
      expect(files.has(method, url, route, status)).to.equal(is);
    });
  }

  it('is not there when no file is one', () => {
    expect(staticFiles([])).to.equal(undefined);
  });
});
