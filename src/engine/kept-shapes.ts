// One object of each kind that deciding makes, kept from before an engine may become quiet. Where the collector finds the last
// of its kind gone, V8 drops the hidden class, and with it all compiled code that knows it: after a quiet time, or in a new
// engine of the same process, the first ten thousand events would be decided in the interpreter.
import { sessionCharts } from '../conversation/charts.ts';
import { decide, decideDeadline, type ConversationEvent } from '../conversation/decide.ts';
import { assertInvariant } from '../events/holdline-error.ts';
import { parseEvent } from '../events/parse-event.ts';
import { Refusal } from '../events/refusal.ts';
import type { EventIn } from '../events/vocabulary.ts';
import { DEFAULT_POLICY } from '../policy/default-policy.ts';
import { InitialArgs, StepArgs } from '../statechart/chart-args.ts';
import { initialStep, step } from '../statechart/step.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { Batch } from './batch.ts';
import { BatchTaking } from './batch-taking.ts';
import { CommitRequest } from './commit-request.ts';
import { EngineCore } from './engine-core.ts';

/** With fewer events decided, little is compiled that could be lost. */
const DECIDED_MIN = 1000;

/** Nobody's: only the collector sees it. */
const kept: { shapes: readonly unknown[] } = { shapes: [] };

const START = Date.UTC(2026, 0, 1);
const ADDRESS = { channelId: 'shape', endUserId: 'shape' };
const AGENT = { ...ADDRESS, agentId: 'shape' };
const WORK = { ...AGENT, workId: 'shape' };

const CHANNEL = {
  channelId: 'shape',
  channelType: 'Text',
  platform: 'enhanced',
  capacityModel: 'statusBased',
};
const STEPPED = { type: 'customer.message' } as const;

/** A session as it mostly goes, with a message that comes late. */
const LIFE: readonly (readonly [second: number, type: string, fields: object])[] = [
  [0, 'channel.configured', CHANNEL],
  [0, 'agent.presence', { agentId: 'shape', status: 'online' }],
  [0, 'agent.capacity', { agentId: 'shape', capacity: 8 }],
  [1, 'customer.message', { ...ADDRESS, messageId: 'm1', text: 'hello' }],
  [2, 'work.offered', { ...WORK, expiresAt: START + 60_000 }],
  [3, 'work.accepted', WORK],
  [9, 'agent.message', { ...AGENT, messageId: 'm2' }],
  [8, 'message.delivered', { ...ADDRESS, messageId: 'm2' }],
  [7, 'customer.message', { ...ADDRESS, messageId: 'm3' }],
  [20, 'agent.markedInactive', AGENT],
  [30, 'customer.message', { ...ADDRESS, messageId: 'm4' }],
  [31, 'work.offered', WORK],
  [32, 'work.accepted', WORK],
  [40, 'agent.ended', AGENT],
  [41, 'agent.closedTab', AGENT],
  [50, 'customer.message', { ...ADDRESS, messageId: 'm5' }],
  [51, 'work.offered', WORK],
  [52, 'work.accepted', WORK],
  [53, 'agent.message', { ...AGENT, messageId: 'm6' }],
];

/** Lets a conversation that never was be decided as any other, and keeps what that makes. */
export function keepShapes({ decidedCount }: EngineCore): void {
  if (decidedCount < DECIDED_MIN) return;
  const source = new MemoryStore();
  const core = new EngineCore({ policy: DEFAULT_POLICY, clockKind: 'virtual', source });
  const batch = new Batch(START, true, true);
  const taking = new BatchTaking(core, batch);
  const request = new CommitRequest(life(), ignore, ignore);
  while (!request.isTaken) taking.takeNext(request);
  taking.finish();
  kept.shapes = [core, batch, taking, request, passing(core)];
}

function life(): readonly EventIn[] {
  return LIFE.map(([second, type, fields], index) => {
    const event = parseEvent({ id: `shape-${index}`, type, at: START + second * 1000, ...fields });
    if (event instanceof Refusal) throw new TypeError(event.message);
    return event;
  });
}

/** What decides and is let go of at once: decisions and their worlds, steps of a chart and what it was asked with. */
function passing(core: EngineCore): readonly unknown[] {
  const last = life().at(-1) as ConversationEvent;
  const { setup, shelf } = core.tenant(last.tenant);
  const { conversation } = shelf.findOrMake(ADDRESS.channelId, ADDRESS.endUserId);
  const context = setup.contextAt(last, ADDRESS.channelId);
  const { session, deadlines } = conversation;
  const deadline = deadlines[0];
  assertInvariant(
    context !== undefined && session !== null && deadline !== undefined,
    'a session of the life stands open',
  );
  const decisions = [
    decide(conversation, last, context),
    decideDeadline(conversation, deadline, context),
  ];
  const chart = sessionCharts[session.graph];
  const input = { settings: session.context.settings };
  const args = [new StepArgs(session.context, last), new InitialArgs(input)];
  return [context, decisions, args, initialStep(chart, input), step(chart, session, STEPPED)];
}

const ignore = () => undefined;
