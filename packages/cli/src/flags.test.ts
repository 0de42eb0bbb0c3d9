import type { VigilError } from '@vigil/events';
import { expect } from 'chai';
import { readFlags } from './flags.ts';

describe('the flags', () => {
  it('are those of OTLP on this machine alone when none are given', () => {
    expect(readFlags(['receive'])).to.deep.equal({ command: 'receive', port: 4318, host: '127.0.0.1' });
  });

  it('take a port and a host', () => {
    expect(readFlags(['receive', '--port', '0', '--host=::1'])).to.deep.equal({ command: 'receive', port: 0, host: '::1' });
  });

  it('ask for help when there is no command, or with --help anywhere', () => {
    expect([readFlags([]).command, readFlags(['receive', '--help']).command, readFlags(['-h']).command]).to.deep.equal(['help', 'help', 'help']);
    expect(readFlags(['--version']).command).to.equal('version');
  });

  const wrong: [string[], string, RegExp][] = [
    [['recieve'], 'VIGIL_COMMAND_UNKNOWN', /recieve, expected: receive/],
    [['receive', '--prot', '1'], 'VIGIL_FLAG_UNKNOWN', /--prot, expected one of --port/],
    [['receive', '--port'], 'VIGIL_FLAG_UNKNOWN', /--port has no value/],
    [['receive', '--help=yes'], 'VIGIL_FLAG_UNKNOWN', /--help has the value yes/],
    [['receive', 'now'], 'VIGIL_FLAG_UNKNOWN', /takes no now/],
    [['receive', '--port', '65536'], 'VIGIL_PORT_INVALID', /65536 is not a port/],
    [['receive', '--port=-1'], 'VIGIL_PORT_INVALID', /-1 is not a port/],
  ];
  for (const [args, code, message] of wrong) {
    it(`refuse ${args.join(' ')} with ${code}, saying what was expected`, () => {
      expect(() => readFlags(args)).to.throw(message).with.property('code', code satisfies VigilError['code']);
    });
  }
});
