import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VigilError } from '@vigil/events';
import { expect } from 'chai';
import { propagatorOf } from './propagator.ts';

describe('propagatorOf', () => {
  const fields = (names: Parameters<typeof propagatorOf>[0]): string[] => propagatorOf(names, [])?.fields().toSorted() ?? [];

  it('makes one of those that are built in', () => {
    expect(fields(['tracecontext'])).to.deep.equal(['traceparent', 'tracestate']);
    expect(fields(['tracecontext', 'baggage'])).to.deep.equal(['baggage', 'traceparent', 'tracestate']);
  });

  it('makes none of none', () => {
    expect(propagatorOf([], [])).to.equal(undefined);
  });

  it('takes B3 in one header or in many from its package', () => {
    expect(fields(['b3'])).to.deep.equal(['b3']);
    expect(fields(['b3multi'])).to.include.members(['x-b3-traceid', 'x-b3-spanid']);
  });

  it('names a package that breaks when it is loaded, and goes on without it', () => {
    const main = process.argv[1] as string;
    const folder = mkdtempSync(join(tmpdir(), 'vigil-propagator-'));
    const peer = join(folder, 'node_modules/@opentelemetry/propagator-ot-trace');
    mkdirSync(peer, { recursive: true });
    writeFileSync(join(peer, 'index.js'), "throw new Error('not for this API')");
    process.argv[1] = join(folder, 'main.js');
    const problems: VigilError[] = [];
    expect(propagatorOf(['ottrace', 'baggage'], problems)?.fields()).to.deep.equal(['baggage']);
    process.argv[1] = main;
    rmSync(folder, { recursive: true, force: true });
    expect(problems.map(({ line }) => line)).to.deep.equal([
      'VIGIL_PEER_UNUSABLE: the propagator ottrace needs the package @opentelemetry/propagator-ot-trace, which cannot be used: Error: not for this API. Install another version of it; until then it is left out',
    ]);
  });
});
