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

  it("leave what follows an application's name to the application", () => {
    expect(readFlags(['doctor', '--json', 'app.js', '--port', '1'])).to.deep.equal(
      { command: 'doctor', json: true, seconds: 5, application: ['app.js', '--port', '1'], asIs: false });
    expect(readFlags(['doctor', '--seconds', '9', '--', 'npm', 'start', '--json'])).to.deep.equal(
      { command: 'doctor', json: false, seconds: 9, application: ['npm', 'start', '--json'], asIs: true });
    expect(readFlags(['doctor'])).to.include({ command: 'doctor', asIs: false });
    expect(readFlags(['doctor', '--help'])).to.deep.equal({ command: 'help' });
  });

  const wrong: [string[], string, RegExp][] = [
    [['recieve'], 'VIGIL_COMMAND_UNKNOWN', /recieve, expected: receive or doctor/],
    [['receive', '--prot', '1'], 'VIGIL_FLAG_UNKNOWN', /--prot, expected one of --port/],
    [['receive', '--port'], 'VIGIL_FLAG_UNKNOWN', /--port has no value/],
    [['receive', '--help=yes'], 'VIGIL_FLAG_UNKNOWN', /--help has the value yes/],
    [['receive', 'now'], 'VIGIL_FLAG_UNKNOWN', /takes no now/],
    [['receive', '--port', '65536'], 'VIGIL_PORT_INVALID', /65536 is not a port/],
    [['doctor', '--port', '1'], 'VIGIL_FLAG_UNKNOWN', /--port, expected one of --json/],
    [['doctor', '--'], 'VIGIL_FLAG_UNKNOWN', /nothing after --/],
    [['doctor', '--seconds', '0'], 'VIGIL_SECONDS_INVALID', /0 is not a time/],
    [['receive', '--port=-1'], 'VIGIL_PORT_INVALID', /-1 is not a port/],
  ];
  for (const [args, code, message] of wrong) {
    it(`refuse ${args.join(' ')} with ${code}, saying what was expected`, () => {
      expect(() => readFlags(args)).to.throw(message).with.property('code', code satisfies VigilError['code']);
    });
  }
});
