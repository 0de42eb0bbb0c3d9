import type { VigilError } from '@vigil/events';
import { vigilError } from '../errors.ts';

/** What is said of an export that failed for `reason`: who has answered is not mended by being started. */
export function exportFailure(endpoint: string, reason: string): VigilError {
  const isAnswer = /^(HTTP \d|gRPC status |it refuses)/.test(reason) && reason !== UNAVAILABLE;
  return isAnswer ? vigilError('VIGIL_EXPORT_REFUSED', { endpoint, reason }) : vigilError('VIGIL_EXPORT_FAILED', { endpoint, reason });
}

/** What gRPC also says when nobody is there. */
const UNAVAILABLE = 'gRPC status 14';
