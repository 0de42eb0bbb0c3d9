import { expect } from 'chai';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, type Ended } from '../../tools/parts/command.ts';
import { dockerCompose } from '../../tools/parts/docker-compose.ts';
import type { FoundPart } from '../../tools/parts/part.ts';
import { root } from '../../tools/setup/say.mjs';
import { needPart } from '../support/part.ts';

describe('docker-compose.yml', () => {
  const shipped = join(root, 'docker-compose.yml');
  let compose: FoundPart;

  before(async function () {
    compose = await needPart(this, dockerCompose);
  });

  function config(file: string, ...args: readonly string[]): Promise<Ended> {
    return command(compose.path, [...compose.args, '-f', file, 'config', ...args]);
  }

  it('passes the real docker compose config without a warning', async () => {
    expect(await config(shipped, '-q')).to.deep.equal({ code: 0, output: '' });
  });

  it('would not pass with a misspelt key', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vigil-compose-'));
    const misspelt = join(folder, 'docker-compose.yml');
    await writeFile(misspelt, (await readFile(shipped, 'utf8')).replace('volumes:', 'volumess:'));
    const { code, output } = await config(misspelt, '-q');
    await rm(folder, { recursive: true });
    expect(code).to.not.equal(0);
    expect(output).to.include('volumess');
  });

  it('publishes on loopback only', async () => {
    const { output } = await config(shipped, '--format=json');
    const { services } = JSON.parse(output) as { services: Record<string, { ports?: { host_ip?: string }[] }> };
    const hosts = Object.values(services).flatMap(({ ports = [] }) => ports.map((port) => port.host_ip));
    expect(hosts).to.have.length.above(4);
    expect(new Set(hosts)).to.deep.equal(new Set(['127.0.0.1']));
  });

  it('runs the Collector of the version that the tests run', async () => {
    const { output } = await config(shipped, '--format=json');
    const { services } = JSON.parse(output) as { services: Record<string, { image?: string }> };
    const manifest = await readFile(join(root, 'tools/parts/otelcol/manifest.yaml'), 'utf8');
    const [, version] = /\n {2}version: (\S+)/.exec(manifest) ?? [];
    expect(services['collector']?.image).to.equal(`otel/opentelemetry-collector-contrib:${version}`);
  });
});
