import { expect } from 'chai';
import { size, spreads } from './size.ts';
import { source } from './source.ts';

describe('the style budget', () => {
  const lines = (count: number): string => 'go();\n'.repeat(count);
  const rulesBroken = (path: string, text: string): string[] => size(source(path, text)).map((one) => one.rule);

  it('catches a file of 301 lines, and not one of 300', () => {
    expect(rulesBroken('packages/events/src/a.ts', lines(301))).to.deep.equal(['file-size']);
    expect(rulesBroken('packages/events/src/a.ts', lines(300))).to.deep.equal([]);
  });

  it('catches a function of 81 lines, and not one of 80', () => {
    expect(rulesBroken('bench/a.ts', `function a() {\n${lines(79)}}`)).to.deep.equal(['function-size']);
    expect(rulesBroken('bench/a.ts', `function a() {\n${lines(78)}}`)).to.deep.equal([]);
  });

  it('catches a long arrow and a long method too', () => {
    expect(rulesBroken('tools/a.ts', `const a = () => {\n${lines(80)}};`)).to.deep.equal(['function-size']);
    expect(rulesBroken('tools/a.ts', `class A { a() {\n${lines(80)}} }`)).to.deep.equal(['function-size']);
  });

  it('lets a describe be long, and a generated file', () => {
    expect(rulesBroken('packages/events/src/a.test.ts', `describe('a', () => {\n${lines(90)}});`)).to.deep.equal([]);
    expect(rulesBroken('packages/events/src/a.generated.ts', lines(900))).to.deep.equal([]);
  });

  it('counts the functions that have a name, and not their callbacks', () => {
    const text = 'function a() {\n  go();\n}\nconst b = () => 1;\nlist.map((one) => {\n  go();\n  go();\n  return one;\n});\n';
    expect(spreads([source('packages/events/src/a.ts', text)])).to.deep.equal({
      files: { count: 1, median: 9, p90: 9, max: 9 },
      functions: { count: 2, median: 1, p90: 3, max: 3 },
    });
  });
});
