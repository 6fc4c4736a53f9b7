// Specimens of guards, raised events and eventless transitions, in hand-made machines.
import { and, assign, emit, not, or, raise, setup } from 'xstate';
import { say } from './specimen-states.ts';

interface GateContext {
  readonly level: number;
  readonly open: boolean;
}

interface GatesTypes {
  context: GateContext;
  events: { type: 'go' | 'try' | 'knock' | 'open'; strength: number };
}
const gatesTypes = {} as GatesTypes;

/** Guards: named, inline, with params, combined, under another name. */
export const gates = setup({
  types: gatesTypes,
  guards: {
    isOpen: ({ context }) => context.open,
    isStrong: ({ event }) => event.strength > 5,
    isAbove: ({ context }, params: { floor: number }) => context.level > params.floor,
    isBelow: ({ context, event }, params: { by: number }) =>
      context.level + params.by < event.strength,
    both: and(['isOpen', 'isStrong']),
  },
  actions: { say: emit((_, params: { text: string }) => ({ type: 'said', ...params })) },
}).createMachine({
  id: 'gates',
  context: { level: 0, open: false },
  initial: 'a',
  on: { try: [{ guard: not('isOpen'), actions: say('closed') }, { actions: say('root try') }] },
  states: {
    a: {
      on: {
        go: [
          {
            guard: and(['isOpen', or(['isStrong', { type: 'isAbove', params: { floor: 2 } }])]),
            target: 'b',
          },
          {
            guard: { type: 'isAbove', params: ({ event }) => ({ floor: event.strength }) },
            target: 'c',
          },
          {
            guard: or([not('both'), 'isStrong']),
            actions: assign({ level: ({ context }) => context.level + 1 }),
          },
        ],
        try: { guard: ({ event }) => event.strength === 3, target: 'c' },
        open: { actions: assign({ open: ({ context }) => !context.open }) },
      },
    },
    b: {
      on: {
        go: {
          guard: { type: 'isBelow', params: ({ context }) => ({ by: context.level }) },
          target: 'c',
        },
        try: { guard: 'both', target: 'a', meta: { rule: 'G1' } },
        knock: { guard: not(not('isOpen')), target: 'c' },
        open: { guard: 'isStrong', actions: assign({ open: false }) },
      },
    },
    c: {
      always: { guard: and([not('isOpen'), ({ context }) => context.level > 3]), target: 'a' },
      on: {
        '*': [{ guard: 'isStrong', target: 'a', actions: assign({ level: 0 }) }, { target: 'b' }],
      },
    },
  },
});

interface QueueContext {
  readonly count: number;
  readonly limit: number;
  readonly trail: readonly string[];
}

interface QueueTypes {
  context: QueueContext;
  input: { limit: number } | undefined;
}
const queueTypes = {} as QueueTypes;

/** Raised events, chains of eventless transitions, and what XState skips after one that changes nothing. */
export const queue = setup({
  types: queueTypes,
  guards: {
    belowLimit: ({ context }) => context.count < context.limit,
    isEven: ({ context }) => context.count % 2 === 0,
  },
  actions: {
    mark: assign({
      trail: ({ context }, params: { text: string }) => [...context.trail, params.text].slice(-4),
    }),
    count: assign({ count: ({ context }) => context.count + 1 }),
    raiseBump: raise({ type: 'bump' }),
    tell: emit(({ context, event }) => ({ type: 'told', count: context.count, by: event.type })),
  },
}).createMachine({
  id: 'queue',
  context: ({ input }) => ({ count: 0, limit: input?.limit ?? 2, trail: [] }),
  initial: 'idle',
  on: {
    bump: { actions: ['count', 'tell'] },
    reset: { target: '.idle', actions: assign({ count: 0 }) },
    burst: {
      actions: [
        'raiseBump',
        'raiseBump',
        'tell',
        raise(({ event }) => ({ ...event, type: 'echo' })),
      ],
    },
    echo: { actions: 'tell' },
  },
  states: {
    idle: { on: { start: 'counting', chain: 'first', ring: 'ringA', quiet: 'quiet' } },
    counting: {
      entry: 'tell',
      // Targetless and eventless: tried again for as long as it changes the context.
      always: [{ guard: 'belowLimit', actions: 'count' }, { target: 'counted' }],
    },
    counted: { entry: ['tell', raise({ type: 'bump' })] },
    first: {
      entry: [raise({ type: 'later' }), { type: 'mark', params: { text: 'first in' } }],
      exit: { type: 'mark', params: { text: 'first out' } },
      always: {
        target: 'second',
        actions: { type: 'mark', params: { text: 'first to second' } },
        description: 'at once',
      },
      on: {
        later: {
          actions: { type: 'mark', params: { text: 'never: the eventless one comes first' } },
        },
      },
    },
    second: {
      entry: { type: 'mark', params: { text: 'second in' } },
      always: [{ guard: not('isEven'), target: 'idle' }],
      on: { later: { target: 'third', actions: 'tell' } },
    },
    third: { always: { guard: 'isEven', target: 'done', actions: raise({ type: 'bump' }) } },
    ringA: { always: { guard: 'belowLimit', target: 'ringB', actions: 'count' } },
    ringB: { always: [{ guard: 'belowLimit', target: 'ringA', actions: 'count' }, 'idle'] },
    // Changes nothing: once for each event, never twice in a row.
    quiet: { always: { actions: ['tell'] }, on: { bump: { actions: 'tell' }, wake: 'idle' } },
    done: { type: 'final' },
  },
});
