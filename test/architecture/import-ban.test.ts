import { expect } from 'chai';
import { importBan } from './import-ban.ts';
import { source } from './source.ts';

describe('the import ban', () => {
  const caught: Readonly<Record<string, readonly [path: string, text: string]>> = {
    'a framework in events, even its types': ['packages/events/src/a.ts', "import type { Request } from 'express';"],
    'a framework at run time in sensors': ['packages/sensors/src/a.ts', "import fastify from 'fastify';"],
    'a framework whose import stays although only types are taken': ['packages/sensors/src/a.ts', "import { type Request } from 'express';"],
    'OpenTelemetry outside node': ['packages/sensors/src/a.ts', "import type { Span } from '@opentelemetry/api';"],
    'another organ': ['packages/detection/src/a.ts', "import { block } from '@vigil/response';"],
    'another package by a path': ['packages/sensors/src/a.ts', "import { emit } from '../../events/src/emit.ts';"],
    'the network in sensors': ['packages/sensors/src/a.ts', "import { request } from 'node:http';"],
    'a whole module of which a part is harmless': ['packages/sensors/src/a.ts', "import * as net from 'node:net';"],
    'the network in node outside delivery': ['packages/node/src/telemetry/a.ts', "import { request } from 'node:https';"],
    'the disk in detection': ['packages/detection/src/a.ts', "export { readFile } from 'node:fs/promises';"],
    'the disk without its prefix': ['packages/detection/src/a.ts', "import 'fs';"],
    'an import at run time': ['packages/sensors/src/a.ts', "await import('node:fs');"],
    'a require': ['packages/sensors/src/a.ts', "const fs = require('node:fs');"],
    'a built-in asked for by name': ['packages/sensors/src/a.ts', "const fs = process.getBuiltinModule('node:fs');"],
    'a channel outside sensors': ['packages/node/src/a.ts', "import { channel } from 'node:diagnostics_channel';"],
    'a channel in events beside its one place': ['packages/events/src/emit.ts', "import dc from 'node:diagnostics_channel';"],
    'a package that has no room': ['packages/attic/src/a.ts', 'export {};'],
  };
  for (const [name, [path, text]] of Object.entries(caught)) {
    it(`catches ${name}`, () => expect(importBan(source(path, text))).to.have.length(1));
  }

  const allowed: Readonly<Record<string, readonly [path: string, text: string]>> = {
    'types of a framework in sensors': ['packages/sensors/src/a.ts', "import type { Request } from 'express';"],
    'types of the network everywhere': ['packages/sensors/src/a.ts', "import type { Socket } from 'node:net';"],
    'judgements about addresses': ['packages/sensors/src/a.ts', "import { BlockList, isIP, type Socket } from 'node:net';"],
    'events in an organ': ['packages/sensors/src/a.ts', "import { guard } from '@vigil/events';"],
    'channels in events/channels': ['packages/events/src/channels.ts', "import { channel } from 'node:diagnostics_channel';"],
    'the network in a responder': ['packages/response/src/responders/webhook.ts', "import { request } from 'node:https';"],
    'anything in a test': ['packages/events/src/a.test.ts', "import { readFile } from 'node:fs';"],
    'a path that goes up inside the package': ['packages/node/src/config/a.ts', "import { b } from '../b.ts';"],
  };
  for (const [name, [path, text]] of Object.entries(allowed)) {
    it(`allows ${name}`, () => expect(importBan(source(path, text))).to.deep.equal([]));
  }
});
