// The same lives on @restatedev/xstate: its npm-shipped server, one HTTP request an event, many sessions at once.
import { deepStrictEqual } from 'node:assert/strict';
import { Agent, request } from 'node:http';
import type { ReportRow } from './report.ts';
import { installRestate, RestateHost } from './restate-host.ts';
import { endOf } from './rival-glue.ts';
import type { RivalEnd, RivalEvent, RivalWorkload } from './rival-workload.ts';

const TIMES_MIN = 50;
/** Requests under way, one a session; neither 32 nor 256 of them are served faster. */
const AT_ONCE = 128;

/** Against events a second of Holdline; `ends` is where the sessions must stand. */
export async function restateRows(
  workload: RivalWorkload,
  ends: readonly RivalEnd[],
  holdline: number,
): Promise<readonly ReportRow[]> {
  if (!(await installRestate())) {
    return [{ what: '@restatedev/xstate', found: 'not installed here: no figure', wanted: '' }];
  }
  const host = await RestateHost.start();
  try {
    const rate = await run(workload, ends, host.ingressPort);
    const times = holdline / rate;
    return [
      {
        what: `@restatedev/xstate on its server, ${AT_ONCE} requests at once`,
        found: `${Math.round(rate).toLocaleString('en')} events/s`,
        wanted: '',
      },
      {
        what: 'Holdline : @restatedev/xstate',
        found: `${times.toFixed(0)} x`,
        wanted: `>= ${TIMES_MIN} x`,
        holds: times >= TIMES_MIN,
      },
    ];
  } finally {
    await host.stop();
  }
}

/** Events a second; sessions are created before the time counts. */
async function run(
  { events, settings }: RivalWorkload,
  ends: readonly RivalEnd[],
  port: number,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const post = (session: number, handler: string, body: object) =>
    postJson(agent, port, `/session/session-${session}/${handler}`, body);
  try {
    const sessions = settings.map((_, session) => session);
    await inLanes(sessions, async (session) => {
      await post(session, 'create', { input: { settings: settings[session] } });
    });
    const lives: RivalEvent[][] = settings.map(() => []);
    for (const event of events) lives[event.session]?.push(event);
    const last: unknown[] = [];
    const start = performance.now();
    await inLanes(sessions, async (session) => {
      for (const { forChart } of lives[session] ?? []) {
        last[session] = await post(session, 'send', { event: forChart });
      }
    });
    const ms = performance.now() - start;
    deepStrictEqual(last.map(endOf), ends);
    return (events.length / ms) * 1000;
  } finally {
    agent.destroy();
  }
}

async function inLanes(items: readonly number[], work: (item: number) => Promise<void>) {
  let next = 0;
  const lane = async () => {
    while (next < items.length) await work(items[next++] as number);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

function postJson(agent: Agent, port: number, path: string, body: object): Promise<unknown> {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const options = { agent, host: '127.0.0.1', port, path, method: 'POST', headers };
    const sent = request(options, (response) => {
      let answer = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (answer += piece));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(answer));
        else reject(new Error(`expected 200 of ${path}, found ${response.statusCode}: ${answer}`));
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
}
