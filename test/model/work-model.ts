// The agent-work and agent-presence charts as the explorer sees them, and what must hold of them (§1.8, T-PUSH, T-ACW).
import { deepStrictEqual } from 'node:assert';
import type {
  PresenceEvent,
  PresenceFact,
  WorkContext,
  WorkEvent,
  WorkFact,
  WorkInput,
  WorkStatus,
} from '../../machines/index.ts';
import type { ChartLeaf, CompiledChart } from '../../src/statechart/compiled-chart.ts';
import { step } from '../../src/statechart/step.ts';
import { presenceEvents, workEvents } from '../machines/chart-alphabet.ts';
import { type ChartModel, type Move, type Timed, waitInSilence } from './chart-explorer.ts';

/** Remaining milliseconds of an offer, or of after-conversation work. */
interface WorkView {
  readonly pushTimeout?: number;
  readonly acw?: number;
}

type Chart = CompiledChart<WorkContext>;

/** What an extension adds to what is left. */
const EXTENSION = 2;

/** Inputs under which the work chart is explored. */
export const workInputs: readonly WorkInput[] = [
  { capacityModel: 'tabBased', acwMs: null },
  { capacityModel: 'tabBased', acwMs: 5, maxExtensions: 2 },
  { capacityModel: 'statusBased', acwMs: null },
  { capacityModel: 'statusBased', acwMs: 3, maxExtensions: 1 },
];

const statusAt = (chart: Chart, value: string) =>
  (chart.leaves.get(value)?.meta as { status?: WorkStatus } | undefined)?.status;

/** The model of an assignment. */
export function workModel(chart: Chart, input: WorkInput): ChartModel<WorkContext, WorkView> {
  return {
    name: 'agent-work',
    chart,
    input,
    start: {},
    tickMs: 1,
    eventsIn: (state, leaf) => possible(state, leaf),
    keyOf: ({ extensions }) => String(extensions),
    follow: (view, move) => follow(chart, view, move),
    elapse: ({ pushTimeout, acw }, ms) => ({
      ...(pushTimeout === undefined ? {} : { pushTimeout: pushTimeout - ms }),
      ...(acw === undefined ? {} : { acw: acw - ms }),
    }),
    ownKey: (view) => JSON.stringify(view),
    judge: (state, view) => judgeState(chart, state, view),
    judgeMove: (move) => judgeMove(chart, move),
  };
}

function possible(state: Timed<WorkContext>, leaf: ChartLeaf): readonly WorkEvent[] {
  const left = state.pending.find(({ name }) => name === 'acw')?.dueAt ?? 0;
  return workEvents
    .filter(({ type }) => leaf.candidates.has(type))
    .map((event) => {
      if (event.type === 'acw.extended') return { ...event, remainingMs: left + EXTENSION };
      return event.expiresInMs === undefined || event.expiresInMs === 0
        ? event
        : { ...event, expiresInMs: 4 };
    });
}

function follow(chart: Chart, view: WorkView, move: Move<WorkContext>): WorkView {
  const event = move.event as WorkEvent;
  const told = new Set(move.step.emitted.map(({ type }) => type));
  const status = statusAt(chart, move.to.value);
  if (status === 'Assigned') {
    const isOffer = told.has('work.offered') || event.type === 'work.offered';
    if (!isOffer || event.expiresInMs === undefined) return view;
    return { pushTimeout: event.expiresInMs };
  }
  if (status !== 'Opened') return {};
  if (told.has('acw.started')) return { acw: move.to.context.acwMs ?? Number.NaN };
  if (told.has('acw.extended')) return { acw: (view.acw ?? Number.NaN) + EXTENSION };
  return view.acw === undefined ? {} : { acw: view.acw };
}

function judgeState(chart: Chart, state: Timed<WorkContext>, view: WorkView): string | undefined {
  const leaf = chart.leaves.get(state.value) as ChartLeaf;
  const running = Object.fromEntries(state.pending.map(({ name, dueAt }) => [name, dueAt]));
  try {
    deepStrictEqual(running, { ...view });
  } catch {
    return `expected the clocks ${JSON.stringify(view)}, found ${JSON.stringify(running)}`;
  }
  if (leaf.done) {
    const changes = workEvents.find((event) => step(chart, state, event).taken !== undefined);
    return changes === undefined ? undefined : `final, and yet ${changes.type} changes it`;
  }
  const { extensions, maxExtensions } = state.context;
  if (extensions > maxExtensions) return 'more extensions than allowed';
  const { ms, end } = waitInSilence(chart, state);
  const status = statusAt(chart, end.value);
  if (view.pushTimeout !== undefined) {
    const right = status === 'DeclinedOnPushTimeout' && ms === view.pushTimeout;
    return right ? undefined : `the offer became ${status} after ${ms} ms`;
  }
  if (view.acw !== undefined) {
    return status === 'Closed' && ms === view.acw ? undefined : `acw: ${status} after ${ms} ms`;
  }
  return end.value === state.value ? undefined : 'changes by itself';
}

/** The fact by which each status is told. */
const TOLD: Readonly<Record<WorkStatus, WorkFact['type']>> = {
  Assigned: 'work.offered',
  Opened: 'work.accepted',
  Closed: 'work.closed',
  Declined: 'work.declined',
  DeclinedOnPushTimeout: 'work.timedOut',
  Canceled: 'work.canceled',
  Transferred: 'work.transferred',
  Unavailable: 'work.unavailable',
};

const wraps = (value: string) => value.endsWith('wrappingUp');

function judgeMove(
  chart: Chart,
  { from, to, step: result }: Move<WorkContext>,
): string | undefined {
  const before = statusAt(chart, from.value);
  const after = statusAt(chart, to.value);
  const told = result.emitted.map(({ type }) => type);
  for (const [status, fact] of Object.entries(TOLD)) {
    const expected = before !== after && after === status;
    if (told.includes(fact) !== expected) return `${before} -> ${after} told as ${told.join()}`;
  }
  if (to.context.extensions < from.context.extensions) return 'an extension was taken back';
  if (told.includes('acw.started') !== (wraps(to.value) && !wraps(from.value))) {
    return 'after-conversation work does not begin when it is told';
  }
  const isOver = wraps(from.value) && !wraps(to.value);
  if (told.includes('acw.ended') !== isOver) return 'acw.ended is not told at its end';
  const pauses = to.value === 'Opened.paused' && from.value !== to.value;
  return told.includes('work.paused') === pauses ? undefined : 'a pause is not told';
}

/** The model of presence: the leaf is the last presence that was reported, and each change is told once. */
export function presenceModel(
  chart: CompiledChart<object>,
): ChartModel<object, { readonly reported: PresenceEvent['status'] | undefined }> {
  return {
    name: 'agent-presence',
    chart,
    input: undefined,
    start: { reported: undefined },
    tickMs: Infinity,
    eventsIn: () => presenceEvents,
    keyOf: () => '',
    follow: (_, { event }) => ({ reported: (event as PresenceEvent).status }),
    elapse: (view) => view,
    ownKey: ({ reported }) => String(reported),
    judge: (state, { reported }) => {
      const presence = chart.leaves.get(state.value)?.meta?.['presence'];
      return presence === (reported ?? 'online')
        ? undefined
        : `${String(presence)}, not ${reported}`;
    },
    judgeMove: ({ event, step: { emitted } }, { reported }) => {
      const { status } = event as PresenceEvent;
      const told = (emitted as readonly PresenceFact[]).map(({ to }) => to);
      const expected = status === reported ? [] : [status];
      return told.join() === expected.join() ? undefined : `told ${told.join()}`;
    },
  };
}
