import { expect } from 'chai';
import { startService } from '../support/service.ts';
import { COLLECTORS } from './collectors.ts';

const REQUESTS = 40;
/** Spans that may wait or be on their way. */
const QUEUE = 10;

describe('requests, while the collector', function () {
  this.timeout(60_000);
  for (const state of COLLECTORS) {
    it(`${state.name}: are all answered, one line at most is said meanwhile, and what finds no room is counted`, async () => {
      const collector = await state.open();
      const service = startService({
        app: 'http.cjs', endpoint: collector.url,
        env: { OTEL_BSP_MAX_QUEUE_SIZE: String(QUEUE), OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '5', OTEL_METRICS_EXPORTER: 'none', VIGIL_EXIT_DEADLINE: state.silent ? '100' : '20000' },
      });
      try {
        const url = await service.url();
        for (let i = 0; i < REQUESTS; i++) expect((await fetch(`${url}/plain`)).status).to.equal(200);
        const meanwhile = service.stderr().match(/VIGIL_\w+/g) ?? [];
        expect(meanwhile.length, service.stderr()).to.be.at.most(1);
        expect(await service.stop()).to.deep.equal({ code: null, signal: 'SIGTERM' });
        const lost = Number(/VIGIL_TELEMETRY_LOST: [\w ]*: (\d+) spans/.exec(service.stderr())?.[1] ?? 0);
        const { spans } = collector.taken() ?? { spans: REQUESTS - lost };
        expect(spans + lost).to.equal(REQUESTS);
        if (state.silent) expect(lost).to.equal(REQUESTS);
      } finally {
        await service.stop();
        await collector.close();
      }
    });
  }
});
