// The process that serves our chart to Restate by @restatedev/xstate: `FOLDER`, where its packages are installed.
// Says its port once it listens, on this machine only.
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { enhancedCustomer } from '../../machines/index.ts';

// They are no dependency of ours: what is used of them is written down here.
interface RestateSdk {
  readonly createEndpointHandler: (options: {
    readonly services: readonly unknown[];
  }) => Parameters<typeof createServer>[1];
}
interface RestateXState {
  readonly xstate: (path: string, machine: typeof enhancedCustomer) => unknown;
}

const [folder = ''] = process.argv.slice(2);
const load = (path: string): Promise<unknown> =>
  import(pathToFileURL(join(folder, 'node_modules/@restatedev', path)).href);
const { createEndpointHandler } = (await load('restate-sdk/dist/index.js')) as RestateSdk;
const { xstate } = (await load('xstate/dist/index.js')) as RestateXState;

const server = createServer(
  createEndpointHandler({ services: [xstate('session', enhancedCustomer)] }),
);
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
