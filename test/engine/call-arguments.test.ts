// What a program gives to an engine is checked on every level: a misspelt option would be the default, and a misspelt filter would let every
// session through.
import { afterAll, describe, expect, it } from 'vitest';
import { openEngine, type EngineOptions } from '../../src/engine/open-engine.ts';
import { openMetrics } from '../../src/engine/open-metrics.ts';
import { createInspectionServer } from '../../src/inspection/inspection-server.ts';
import { MemoryFeed } from '../../src/inspection/memory-feed.ts';
import { MemoryEngine } from '../../src/engine/memory-engine.ts';
import { isHoldlineError } from '../../src/events/holdline-error.ts';
import { testEngine } from '../../src/testing/index.ts';

const test = testEngine();
const { engine, events } = test;
afterAll(() => test.close());

/** What a call fails with, now or later. */
async function failureOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Whatever a program without types may write. */
const any = (value: unknown) => value as never;

describe('openEngine refuses', () => {
  it.each<[unknown, RegExp]>([
    [5, /openEngine: expected an object with store, clock, .*, found the number 5/],
    [{ durabilty: 'sync' }, /durabilty: .*did you mean durability\?/],
    [{ durability: 'grup' }, /durability: expected one of memory, group, sync, found "grup"/],
    [{ store: 5 }, /store: expected memory, the path of a file, or a store .*, found the number 5/],
    [{ store: '' }, /store: expected .*, found ""|store: expected .*, found an empty string/],
    [{ store: {} }, /store: expected .*, found an object/],
    [{ clock: 5 }, /clock: expected a clock with now, wakeAt and stop/],
    [{ clock: { now: () => 0 } }, /clock: expected a clock with now, wakeAt and stop/],
    [{ tuning: 5 }, /tuning: expected an object with batchMax/],
    [{ tuning: { batchMaxx: 5 } }, /tuning\.batchMaxx: .*did you mean batchMax\?/],
    [{ tuning: { batchMax: 1.5 } }, /tuning\.batchMax: expected a whole number from 1 on/],
    [{ tuning: { pendingMax: Number.NaN } }, /tuning\.pendingMax: .*found the number NaN/],
    [{ tuning: { idleAfterMs: -1 } }, /tuning\.idleAfterMs: expected a whole number from 0 on/],
    [{ ticksByClock: 'no' }, /ticksByClock: expected true or false/],
    [{ log: 'yes' }, /log: expected true, options of pino, or a logger/],
    [{ telemetry: { metre: {} } }, /telemetry: expected true, or a meter and a tracer/],
    [{ inspect: {} }, /inspect: expected a feed with decided/],
    [{ store: 5, clock: 5 }, /store: .*; clock: /],
  ])('%j', async (options, message) => {
    const failure = await failureOf(() => openEngine(options as EngineOptions));
    expect(isHoldlineError(failure) && failure).toMatchObject({
      code: 'argument_invalid',
      message: expect.stringMatching(message),
    });
  });

  it.each<[unknown, string, RegExp]>([
    [{ policy: 5 }, 'policy_invalid', /found the number 5/],
    [{ policy: { noReplyy: {} } }, 'policy_invalid', /did you mean noReply\?/],
    [{ retention: { sesions: 'P1D' } }, 'retention_invalid', /did you mean sessions\?/],
    [{ retention: 'P1D' }, 'retention_invalid', /expected an object with journal, sessions, ids/],
  ])('%j under the code of what it is', async (options, code, message) => {
    const failure = await failureOf(() => openEngine(options as EngineOptions));
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('nothing that is left out or undefined', async () => {
    const opened = openEngine({ store: undefined, tuning: { batchMax: undefined } } as never);
    expect(opened.tenants).toEqual([]);
    await opened.close();
  });
});

describe('beside the durable engine, nothing is taken that is unknown', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['an engine in memory', () => new MemoryEngine(any({ snik: {} })), /snik: .*mean sink\?/],
    ['its sink', () => new MemoryEngine(any({ sink: 5 })), /sink: expected an object/],
    [
      'its listeners',
      () =>
        new MemoryEngine().on(
          any('verdict'),
          any(() => 0),
        ),
      /type: expected a type of fact/,
    ],
    ['a feed', () => new MemoryFeed(any({ clok: {} })), /clok: .*mean clock\?/],
    [
      'a sample',
      () => new MemoryFeed({ sample: 5 }),
      /sample: expected an object with rate, where/,
    ],
    [
      'part of a sample',
      () => new MemoryFeed({ sample: { rate: 2 } }),
      /sample\.rate: expected a share from 0 to 1/,
    ],
    ['a server', () => createInspectionServer(any({ redcat: false })), /redcat: .*mean redact\?/],
    [
      'a redaction',
      () => createInspectionServer(any({ redact: 'no' })),
      /redact: expected true, false/,
    ],
    ['a port', () => createInspectionServer({ port: 70_000 }), /port: expected a port/],
  ])('%s', async (_, call, message) => {
    expect(await failureOf(call)).toMatchObject({
      code: 'argument_invalid',
      message: expect.stringMatching(message),
    });
  });
});

describe('an open engine refuses', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      'a status that is none',
      () => engine.sessions({ status: 'Wating' }),
      /did you mean Waiting\?/,
    ],
    ['a filter that is unknown', () => engine.sessions(any({ statuss: 'New' })), /statuss: /],
    ['a limit that is none', () => engine.sessions({ limit: -1 }), /limit: expected/],
    ['half a place', () => engine.sessions(any({ after: { startat: 1 } })), /after\.startat: /],
    ['a timer that is none', () => engine.timers({ name: 'noReplay' }), /did you mean noReply\?/],
    [
      'an instant as text',
      () => engine.timers(any({ until: '2026' })),
      /until: expected epoch ms|until: expected epoch milliseconds/,
    ],
    ['no place', () => engine.subscribe(any({})), /from: expected the seq of the last fact/],
    ['half a place in a feed', () => engine.subscribe({ from: 0.5 }), /from: expected the seq/],
    [
      'a fact that is none',
      () => engine.subscribe({ from: 0, types: any(['session.end']) }),
      /types\[0\]: .*did you mean session\.ended\?/,
    ],
    [
      'a type by itself',
      () => engine.subscribe({ from: 0, types: any('session.ended') }),
      /types: expected a list of types of facts/,
    ],
    [
      'to tell what is never told',
      () =>
        engine.on(
          any('session.statuschanged'),
          any(() => 0),
        ),
      /did you mean session\.statusChanged\?/,
    ],
    ['to tell nobody', () => engine.on('fact', any(undefined)), /listener: expected a function/],
    [
      'events that are no list',
      () => engine.dispatchMany(any(events.customer('ada').writes())),
      /inputs: expected a list of events/,
    ],
    [
      'a session without a name',
      () => engine.session(any(undefined)),
      /id: expected a string that is not empty, found nothing/,
    ],
    ['to explain a number', () => engine.explain(any(5)), /sessionId: expected a string/],
    [
      'half an address',
      () => engine.conversation(any({ channelId: 'chat' })),
      /key: expected the id of a conversation, or channelId and endUserId/,
    ],
    [
      'to wait without a question',
      () => engine.waitFor('s', any(undefined)),
      /isWanted: expected a function/,
    ],
    [
      'to wait for ever and back',
      () => engine.waitFor('s', () => true, -1),
      /timeoutMs: expected milliseconds from 0 on/,
    ],
    ['to copy to nowhere', () => engine.backup(any(undefined)), /file: expected a string/],
    [
      'to erase nobody',
      () => engine.eraseEndUser(any({ channelId: 'chat' })),
      /endUserId: expected a string.*, found nothing/,
    ],
    [
      'to erase by halves',
      () => engine.eraseEndUser({ channelId: 'c', endUserId: 'u' }, any({ forced: true })),
      /options\.forced: .*did you mean force\?/,
    ],
    [
      'to end by a filter that is unknown',
      () => engine.bulk.endSessions(any({ statuss: 'New' }), { operationId: 'x' }),
      /filter\.statuss: .*did you mean status\?/,
    ],
    [
      'to end under no name',
      () => engine.bulk.endSessions({}, any({})),
      /options\.operationId: expected a string/,
    ],
    [
      'to end as a customer',
      () => engine.bulk.endSessions({}, any({ operationId: 'x', by: 'customer' })),
      /options\.by: expected one of supervisor, automation/,
    ],
    [
      'to preview as a customer',
      () => engine.bulk.previewEnd({}, any('customer')),
      /by: expected one of supervisor, automation/,
    ],
    [
      'to preview by what is unknown',
      () => engine.bulk.previewEnd(any({ isOpen: true })),
      /filter\.isOpen: /,
    ],
    [
      'to re-arm a timer that is none',
      () => engine.bulk.rearm({ name: 'noreplay' }),
      /filter\.name: .*did you mean noReply\?/,
    ],
    [
      'to preview a re-arming likewise',
      () => engine.bulk.previewRearm(any({ timer: 'acw' })),
      /filter\.timer: /,
    ],
    [
      'metrics of nothing',
      () => openMetrics(any(undefined)),
      /engine: expected an engine of openEngine, found nothing/,
    ],
    [
      'metrics of a misspelt choice',
      () => openMetrics(engine, any({ keptt: {} })),
      /did you mean kept\?/,
    ],
  ])('%s', async (_, call, message) => {
    const failure = await failureOf(call);
    expect(isHoldlineError(failure) && failure).toMatchObject({
      code: 'argument_invalid',
      message: expect.stringMatching(message),
    });
  });

  it('nothing on behalf of an event: what comes from outside has a verdict', async () => {
    for (const input of [undefined, null, 5, 'text', [], {}]) {
      // oxlint-disable-next-line no-await-in-loop
      expect(await engine.dispatch(input)).toMatchObject({ verdict: 'rejected' });
    }
  });
});
