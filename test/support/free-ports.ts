import { createServer, type AddressInfo, type Server } from 'node:net';

// What every OTLP program on the machine talks to by default: a test that listened there would hear strangers.
const TAKEN = new Set([4317, 4318]);

/** Ports of loopback that were free a moment ago, for a program that cannot choose one by itself. All different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports.some((port) => TAKEN.has(port)) ? freePorts(count) : ports;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
