import { hasSubscribers } from 'node:diagnostics_channel';

/** The channels that must be listened to for a service to be seen whole, whatever it is made of. */
const CHANNELS: readonly string[] = [
  'http.server.request.start', 'http.server.response.finish', 'http.client.request.created', 'http.client.response.finish',
  'undici:request:create', 'fastify.initialization', 'tracing:pino_asJson:start',
];

/** Which of them somebody listens to, by name: for the doctor. */
export function watchedChannels(): Readonly<Record<string, boolean>> {
  return Object.fromEntries(CHANNELS.map((name) => [name, hasSubscribers(name)]));
}
