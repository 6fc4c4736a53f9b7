// Specimens of nesting, targets, finals and descriptors, in hand-made machines.
import { assign, emit, setup } from 'xstate';

/** An action that says something: the order of what is said is the order of execution. */
export const say = (text: string) => ({ type: 'say' as const, params: { text } });

interface HouseTypes {
  context: { visits: number };
}
const houseTypes = {} as HouseTypes;

/** Three levels, every kind of target, internal and reentering, nested and top-level finals. */
export const house = setup({
  types: houseTypes,
  actions: { say: emit((_, params: { text: string }) => ({ type: 'said', ...params })) },
}).createMachine({
  id: 'house',
  context: { visits: 0 },
  initial: { target: 'cellar', actions: say('root initial') },
  entry: say('root in'),
  exit: say('root out'),
  after: { 9000: { actions: say('late') } },
  tags: ['building'],
  meta: { owner: 'root', floor: 'none' },
  on: {
    rootTargetless: { actions: say('root targetless') },
    rootInternal: { target: '.attic', actions: say('root internal') },
    rootReenter: { target: '.attic', reenter: true, actions: say('root reenter') },
    rootDeep: '#desk',
    leave: { target: '.gone', actions: say('leaving') },
  },
  states: {
    cellar: {
      id: 'cellar',
      entry: say('cellar in'),
      exit: say('cellar out'),
      on: {
        up: 'ground',
        deep: '#desk',
        toRoot: '#house',
        toRootAgain: { target: '#house', reenter: true },
        selfInternal: { target: 'cellar', actions: say('cellar self') },
        selfReenter: { target: 'cellar', reenter: true, actions: say('cellar again') },
        selfReenterTargetless: { reenter: true, actions: say('cellar targetless') },
      },
    },
    ground: {
      id: 'ground',
      initial: { target: 'hall', actions: say('ground initial') },
      entry: say('ground in'),
      exit: say('ground out'),
      tags: ['floor', 'building'],
      meta: { floor: 'ground' },
      on: {
        self: { target: 'ground', actions: say('ground self') },
        selfReenter: { target: 'ground', reenter: true, actions: say('ground again') },
        child: { target: '.study', actions: say('ground child') },
        childReenter: { target: '.study', reenter: true, actions: say('ground child again') },
        grandchild: { target: '.study.shelf' },
        out: 'attic',
      },
      onDone: { target: 'attic', actions: emit(({ event }) => ({ type: 'done', event })) },
      states: {
        hall: {
          entry: [say('hall in'), say('hall in 2')],
          exit: say('hall out'),
          on: {
            next: 'study',
            parent: { target: '#ground', actions: say('hall to ground') },
            parentReenter: { target: '#ground', reenter: true },
            finish: 'leftByDoor',
            finishPlain: 'leftByWindow',
            aunt: '#cellar',
          },
        },
        study: {
          initial: { target: 'desk', actions: [say('study initial')] },
          entry: say('study in'),
          exit: say('study out'),
          meta: { floor: 'study' },
          on: {
            sibling: { target: '.shelf', actions: say('study sibling') },
            siblingReenter: { target: '.shelf', reenter: true },
            back: 'hall',
          },
          states: {
            desk: {
              id: 'desk',
              entry: say('desk in'),
              exit: say('desk out'),
              on: { next: 'shelf' },
            },
            shelf: {
              tags: ['books'],
              entry: say('shelf in'),
              exit: say('shelf out'),
              on: {
                next: 'desk',
                grand: '#ground',
                read: { target: undefined, actions: say('read') },
              },
            },
          },
        },
        leftByDoor: {
          type: 'final',
          output: { by: 'door' },
          entry: say('door in'),
          exit: say('door out'),
        },
        leftByWindow: {
          type: 'final',
          output: ({ context }: { context: { visits: number } }) => context.visits,
        },
      },
    },
    attic: {
      entry: [say('attic in'), assign({ visits: ({ context }) => context.visits + 1 })],
      exit: say('attic out'),
      initial: 'dark',
      states: {
        dark: { on: { light: 'lit', finish: 'closed' } },
        lit: { on: { down: '#house.cellar' } },
        // Nothing waits for its done event: the chart stays here.
        closed: { type: 'final', on: { reopen: 'dark' } },
      },
    },
    gone: { type: 'final', entry: say('gone in'), exit: say('gone out') },
  },
});

interface WildTypes {
  context: { hits: number };
}
const wildTypes = {} as WildTypes;

/** Wildcards against exact descriptors, inner against outer states, and transitions that forbid. */
export const wild = setup({
  types: wildTypes,
  actions: { say: emit((_, params: { text: string }) => ({ type: 'said', ...params })) },
}).createMachine({
  id: 'wild',
  context: { hits: 0 },
  initial: 'outer',
  on: {
    '*': { actions: say('root any') },
    'a.*': { actions: say('root a.*') },
    'a.b.c': { actions: say('root a.b.c') },
    forbidden: { actions: say('root forbidden') },
    softly: { actions: say('root softly') },
  },
  states: {
    outer: {
      initial: 'inner',
      on: {
        'a.b.*': { guard: ({ context }) => context.hits > 1, actions: say('outer a.b.*') },
        'a.b.c': { guard: ({ context }) => context.hits % 2 === 1, actions: say('outer a.b.c') },
        'x.*': { target: 'other' },
        forbidden: undefined,
      },
      states: {
        inner: {
          on: {
            'a.b': {
              actions: [say('inner a.b'), assign({ hits: ({ context }) => context.hits + 1 })],
            },
            softly: {},
            explained: { description: 'nothing to do here' },
            'x.y': [],
            hit: { actions: assign({ hits: ({ context }) => context.hits + 1 }) },
          },
        },
      },
    },
    other: {
      on: { 'a.*': 'outer', '*': { guard: ({ context }) => context.hits > 2, target: 'outer' } },
    },
  },
});
