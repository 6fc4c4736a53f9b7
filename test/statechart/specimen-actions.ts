// Specimens of assigns and delays, in hand-made machines.
import { assign, cancel, emit, raise, setup } from 'xstate';
import { say } from './specimen-states.ts';

interface LedgerContext {
  readonly total: number;
  readonly last: string;
  readonly items: readonly number[];
  readonly note?: string;
}

interface LedgerTypes {
  context: LedgerContext;
  events: { type: 'add' | 'double' | 'mixed' | 'go' | 'annotate'; amount: number };
  input: { opening?: number } | undefined;
}
const ledgerTypes = {} as LedgerTypes;

/** Assigns in all their forms, in order with emits that see what came before. */
export const ledger = setup({
  types: ledgerTypes,
  actions: {
    add: assign({ total: ({ context, event }) => context.total + event.amount }),
    addTimes: assign(({ context, event }, params: { times: number }) => ({
      total: context.total + event.amount * params.times,
    })),
    note: assign({ note: (_, params: { text: string }) => params.text, last: 'noted' }),
    report: emit(({ context }, params: { as: string }) => ({
      type: params.as,
      total: context.total,
    })),
    nothing: assign({}),
  },
}).createMachine({
  id: 'ledger',
  context: ({ input }) => ({ total: input?.opening ?? 0, last: '', items: [] }),
  initial: 'open',
  entry: { type: 'report', params: { as: 'opened' } },
  states: {
    open: {
      exit: [{ type: 'report', params: { as: 'leaving' } }, assign({ last: 'open' })],
      on: {
        add: {
          actions: [
            'add',
            { type: 'report', params: ({ event }) => ({ as: `added ${event.amount}` }) },
          ],
        },
        double: {
          actions: [
            { type: 'addTimes', params: { times: 2 } },
            { type: 'report', params: { as: 'doubled' } },
            { type: 'addTimes', params: ({ context }) => ({ times: context.total % 3 }) },
            { type: 'report', params: ({ context }) => ({ as: `twice ${context.total}` }) },
          ],
        },
        mixed: {
          actions: [
            assign({
              total: ({ context }) => context.total + 1,
              // Sees the total as it was before this assign.
              items: ({ context }) => [...context.items, context.total].slice(-3),
              last: 'mixed',
            }),
            emit(({ context }) => ({ type: 'mixed', items: context.items })),
            assign(({ context }) => (context.total > 10 ? { total: 0 } : {})),
          ],
        },
        annotate: { actions: [{ type: 'note', params: { text: 'hm' } }, 'nothing'] },
        go: { target: 'shut', actions: 'add' },
      },
    },
    shut: {
      entry: [
        assign({ total: ({ context }) => -context.total }),
        { type: 'report', params: { as: 'shut' } },
      ],
      on: { go: 'open' },
    },
  },
});

interface ClockContext {
  readonly idleMs: number;
  readonly rings: number;
}

interface ClockTypes {
  context: ClockContext;
  events: { type: 'arm' | 'disarm' | 'snooze' | 'touch' | 'pass' | 'ring' | 'odd'; ms?: number };
}
const clockTypes = {} as ClockTypes;

/** Delays by number, name and function, with ids, cancelled, re-armed, and taken back within one step. */
export const clock = setup({
  types: clockTypes,
  guards: { hasRung: ({ context }) => context.rings > 0 },
  delays: {
    idle: ({ context }) => context.idleMs,
    asked: ({ context, event }) => event.ms ?? context.idleMs * 2,
    fixed: 250,
    never: () => undefined as unknown as number,
  },
  actions: {
    say: emit((_, params: { text: string }) => ({ type: 'said', ...params })),
    startRing: raise({ type: 'ring' }, { id: 'ring', delay: 'asked' }),
    stopRing: cancel('ring'),
    stopNamed: cancel(({ event }) => (event.ms === undefined ? 'ring' : `id${event.ms}`)),
  },
}).createMachine({
  id: 'clock',
  context: { idleMs: 100, rings: 0 },
  initial: 'off',
  on: { ring: { actions: assign({ rings: ({ context }) => context.rings + 1 }) } },
  states: {
    off: {
      on: {
        arm: { target: 'on', actions: 'startRing' },
        pass: 'through',
        odd: { actions: [raise({ type: 'ring' }, { id: 'odd', delay: 'never' })] },
      },
    },
    on: {
      entry: assign({ idleMs: ({ context }) => (context.idleMs * 3) % 1000 }),
      after: {
        idle: [
          { guard: 'hasRung', target: 'off', actions: say('idle') },
          { actions: say('not yet') },
        ],
        1000: { target: '.second', description: 'a second has passed' },
        fixed: { actions: assign({ idleMs: 7 }) },
      },
      initial: 'first',
      on: {
        snooze: { target: 'on', reenter: true, actions: ['stopRing', 'startRing'] },
        touch: { target: 'on', actions: 'stopNamed' },
        disarm: { target: 'off', actions: 'stopRing' },
        arm: {
          actions: raise(
            { type: 'ring' },
            { id: 'extra', delay: ({ context, event }) => context.idleMs + (event.ms ?? 1) },
          ),
        },
      },
      states: { first: { after: { asked: 'second' } }, second: { after: { 50: 'first' } } },
    },
    through: { after: { idle: 'off' }, entry: 'startRing', exit: 'stopRing', always: 'beyond' },
    beyond: {
      entry: raise({ type: 'ring' }, { id: 'ring', delay: 5 }),
      on: { pass: 'end', touch: { actions: ['startRing', 'stopRing', 'startRing'] } },
    },
    end: { type: 'final' },
  },
});
