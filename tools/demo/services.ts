import { fileURLToPath } from 'node:url';
import { freePorts } from './free-ports.ts';
import { startProcess, type Process } from './process.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

export interface Services {
  readonly shopUrl: string;
  readonly processes: readonly [shop: Process, warehouse: Process];
}

/** Starts both examples as their READMEs say, telemetry sent to `endpoint`, more often than anybody would in earnest. */
export async function startServices(endpoint: string): Promise<Services> {
  const [shopPort, warehousePort] = (await freePorts(2)) as [number, number];
  const shopUrl = `http://127.0.0.1:${shopPort}`;
  const warehouseUrl = `http://127.0.0.1:${warehousePort}`;
  const telemetry = {
    ...withoutTelemetry(process.env),
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, VIGIL_SEND_LOGS: '1',
    OTEL_BSP_SCHEDULE_DELAY: '300', OTEL_BLRP_SCHEDULE_DELAY: '300', OTEL_METRIC_EXPORT_INTERVAL: '1000',
  };
  // `execArgv`: who runs the demo on the sources wants the services on them too.
  const start = (name: string, args: string[], env: NodeJS.ProcessEnv): Process =>
    startProcess({ name, command: process.execPath, args: [...process.execArgv, ...args], cwd: `${examples}/${name}`, env: { ...telemetry, HOST: '127.0.0.1', ...env } });

  const shop = start('express-shop', ['--import', '@vigil/node/register', 'shop.js'], { PORT: String(shopPort), WAREHOUSE_URL: warehouseUrl });
  const warehouse = start('fastify-warehouse', ['--require', '@vigil/node/register', 'warehouse.js'], { PORT: String(warehousePort), SHOP_URL: shopUrl });
  return { shopUrl, processes: [shop, warehouse] };
}

// What a person has set for their own services must not lead these two elsewhere.
function withoutTelemetry(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(OTEL|VIGIL|NODE_OPTIONS)/.test(name)));
}
