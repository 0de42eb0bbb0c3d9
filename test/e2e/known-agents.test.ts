import { expect } from 'chai';
import { isAgent } from '../../packages/cli/src/doctor/is-agent.ts';
import { AGENTS, SDKS } from '../../packages/node/src/clashes/known-telemetry.ts';

describe('other SDKs and agents', () => {
  // Neither package may import the other, and what the one calls an SDK the other finds as a copy or by its base.
  it('that the preset knows are known to the doctor, save for OpenTelemetry\'s own and what brings @sentry/node along', () => {
    const strange = [...new Set([...SDKS, ...AGENTS])].filter((name) => !isAgent(name) && !name.startsWith('@opentelemetry/'));
    expect(strange).to.have.members(['@sentry/nestjs', '@sentry/nextjs', '@sentry/opentelemetry']);
  });
});
