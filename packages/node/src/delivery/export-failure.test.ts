import { expect } from 'chai';
import { exportFailure } from './export-failure.ts';

describe('exportFailure', () => {
  for (const [reason, code] of [
    ['ECONNREFUSED', 'VIGIL_EXPORT_FAILED'], ['ETIMEDOUT', 'VIGIL_EXPORT_FAILED'], ['gRPC status 14', 'VIGIL_EXPORT_FAILED'], ['ERR_HTTP2_ERROR', 'VIGIL_EXPORT_FAILED'],
    ['HTTP 401', 'VIGIL_EXPORT_REFUSED'], ['HTTP 503', 'VIGIL_EXPORT_REFUSED'], ['gRPC status 16', 'VIGIL_EXPORT_REFUSED'], ['gRPC status 1', 'VIGIL_EXPORT_REFUSED'],
    ['it refuses some of what it is sent', 'VIGIL_EXPORT_REFUSED'],
  ] as const) {
    it(`of ${reason} is ${code}`, () => {
      expect(exportFailure('http://c', reason)).to.include({ code }).and.have.property('message').that.includes(`http://c: ${reason}`);
    });
  }
});
