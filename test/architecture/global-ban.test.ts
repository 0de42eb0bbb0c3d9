import { expect } from 'chai';
import { globalBan } from './global-ban.ts';
import { source } from './source.ts';

describe('the ban on globals', () => {
  const caught: Readonly<Record<string, readonly [rule: string, path: string, text: string]>> = {
    'the environment in sensors': ['env-ban', 'packages/sensors/src/a.ts', 'const on = process.env.X;'],
    'the environment by a computed name': ['env-ban', 'packages/sensors/src/a.ts', "const on = process['env'];"],
    'the environment taken apart': ['env-ban', 'packages/sensors/src/a.ts', 'const { env } = process;'],
    'the environment imported': ['env-ban', 'packages/sensors/src/a.ts', "import { env } from 'node:process';"],
    'the environment in node outside config': ['env-ban', 'packages/node/src/telemetry/a.ts', 'const on = process.env;'],
    'the environment in a part of the desk': ['env-ban', 'packages/cli/src/view/a.ts', 'const on = process.env.NO_COLOR;'],
    'Date.now': ['clock-ban', 'packages/events/src/a.ts', 'const at = Date.now();'],
    'Date.now handed on': ['clock-ban', 'packages/events/src/a.ts', 'const clock = Date.now;'],
    'the present as a Date': ['clock-ban', 'packages/detection/src/a.ts', 'const at = new Date();'],
    'performance.now': ['clock-ban', 'packages/sensors/src/a.ts', 'const at = performance.now();'],
    'process.hrtime.bigint': ['clock-ban', 'packages/sensors/src/a.ts', 'const at = process.hrtime.bigint();'],
    'a timer': ['clock-ban', 'packages/response/src/a.ts', 'setTimeout(() => {}, 5);'],
    'a timer of globalThis': ['clock-ban', 'packages/sensors/src/a.ts', 'globalThis.setInterval(() => {}, 5);'],
    'a timer from its module': ['clock-ban', 'packages/sensors/src/a.ts', "import { setTimeout as sleep } from 'node:timers/promises';"],
    'fetch': ['network-ban', 'packages/detection/src/a.ts', "const answer = fetch('http://x');"],
  };
  for (const [name, [rule, path, text]] of Object.entries(caught)) {
    it(`catches ${name}`, () => expect(globalBan(source(path, text)).map((one) => one.rule)).to.deep.equal([rule]));
  }

  const allowed: Readonly<Record<string, readonly [path: string, text: string]>> = {
    'the environment in node/config': ['packages/node/src/config/a.ts', 'const on = process.env.X;'],
    'the environment in the desk\'s bin': ['packages/cli/src/vigil.ts', 'const on = process.env.NO_COLOR;'],
    'a Date of a value': ['packages/events/src/a.ts', 'const at = new Date(time);'],
    'a clock that is handed in': ['packages/sensors/src/a.ts', 'function wait({ setTimeout }: Clock) { setTimeout(() => {}, 5); }'],
    'a method of that name': ['packages/sensors/src/a.ts', 'socket.setTimeout(5);'],
    'the type of a timer': ['packages/sensors/src/a.ts', 'let timer: ReturnType<typeof setTimeout>;'],
    'the clock in node': ['packages/node/src/a.ts', 'const at = Date.now();'],
    'another env': ['packages/sensors/src/a.ts', 'const on = settings.env;'],
  };
  for (const [name, [path, text]] of Object.entries(allowed)) {
    it(`allows ${name}`, () => expect(globalBan(source(path, text))).to.deep.equal([]));
  }
});
