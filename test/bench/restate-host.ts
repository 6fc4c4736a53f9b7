// Restate as npm ships it, for the time of a bench: installed on demand, with a data folder and ports of its own, on this machine only.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Later SDKs do not run on Node 20. */
const PACKAGES = [
  '@restatedev/xstate@0.5.2',
  '@restatedev/restate-sdk@1.14.5',
  '@restatedev/restate-server@1.7.12',
];
const INSTALL_MS_MAX = 180_000;
const START_MS_MAX = 30_000;
const TRY_AGAIN_MS = 100;

// Below our own node_modules, so that the package finds the very XState of which the chart is made.
const FOLDER = fileURLToPath(new URL('../../node_modules/.scratch/restate', import.meta.url));
const SERVER = join(
  FOLDER,
  `node_modules/@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`,
);
const SERVICE = fileURLToPath(new URL('restate-service.ts', import.meta.url));

/** Installs what is not there yet; false if it cannot be had here. */
export async function installRestate(): Promise<boolean> {
  if (existsSync(SERVER)) return true;
  process.stderr.write('installing Restate for the bench, some 220 MB …\n');
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--prefix', FOLDER, '--ignore-scripts', '--legacy-peer-deps'];
  try {
    await promisify(execFile)('npm', [...args, '--no-audit', '--no-fund', ...PACKAGES], {
      cwd: FOLDER,
      timeout: INSTALL_MS_MAX,
    });
  } catch {
    return false;
  }
  return existsSync(SERVER);
}

/** A server with our chart registered. */
export class RestateHost {
  /** Where requests go in. */
  readonly ingressPort: number;
  readonly #processes: readonly ChildProcess[];
  readonly #data: string;

  private constructor(ingressPort: number, processes: readonly ChildProcess[], data: string) {
    this.ingressPort = ingressPort;
    this.#processes = processes;
    this.#data = data;
  }

  /** Starts the service and the server, and makes them known to each other. */
  static async start(): Promise<RestateHost> {
    const data = mkdtempSync(join(tmpdir(), 'holdline-restate-'));
    const [node, admin, ingress] = await freePorts();
    const config = join(data, 'restate.toml');
    writeFileSync(config, configuration(join(data, 'base'), node, admin, ingress));
    const service = spawn(process.execPath, ['--import', 'tsx', SERVICE, FOLDER], {
      // What is logged for each event would be measured too.
      env: { ...process.env, RESTATE_LOGGING: 'ERROR' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const server = spawn(SERVER, ['--no-logo', '--config-file', config], { stdio: 'ignore' });
    const host = new RestateHost(ingress, [service, server], data);
    try {
      const [port] = (await once(createInterface({ input: service.stdout }), 'line')) as [string];
      await register(admin, `http://127.0.0.1:${port}`);
      return host;
    } catch (error) {
      await host.stop();
      throw error;
    }
  }

  /** Ends both processes and removes what they wrote. */
  async stop(): Promise<void> {
    const running = this.#processes.filter((child) => child.exitCode === null);
    const exits = running.map((child) => once(child, 'exit'));
    for (const child of running) child.kill('SIGKILL');
    await Promise.all(exits);
    rmSync(this.#data, { recursive: true, force: true });
  }
}

/** The defaults, but for where it listens and writes; its writes are synced to disk by default. */
function configuration(base: string, node: number, admin: number, ingress: number): string {
  return `
    base-dir = ${JSON.stringify(base)}
    listen-mode = "tcp"
    bind-ip = "127.0.0.1"
    bind-port = ${node}
    advertised-host = "127.0.0.1"
    disable-telemetry = true
    log-filter = "error"
    [admin]
    bind-ip = "127.0.0.1"
    bind-port = ${admin}
    [ingress]
    bind-ip = "127.0.0.1"
    bind-port = ${ingress}
  `;
}

async function register(adminPort: number, uri: string): Promise<void> {
  const deadline = performance.now() + START_MS_MAX;
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${adminPort}/deployments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ uri }),
      });
      if (response.ok) return;
      throw new Error(`expected the service to be registered, found ${response.status}`);
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await later(TRY_AGAIN_MS);
  }
}

/** Three ports that nobody has taken a moment ago. */
async function freePorts(): Promise<readonly [number, number, number]> {
  const servers = Array.from({ length: 3 }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const [node = 0, admin = 0, ingress = 0] = servers.map(
    (server) => (server.address() as AddressInfo).port,
  );
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return [node, admin, ingress];
}
