// A machine as it stands on the wire: the JSON of its config, from anybody. It is read with limits and never run.

/** A state of a defined machine. */
export interface DefinedState {
  /** Dotted path; empty for the root. */
  readonly path: string;
  readonly key: string;
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  /** What the state's `meta.status` says; undefined where it says nothing. */
  readonly status: string | undefined;
  /** What the state's `meta.waitingFor` says. */
  readonly waitingFor: string | undefined;
  readonly initial: DefinedState | undefined;
  readonly parent: DefinedState | undefined;
  readonly states: readonly DefinedState[];
}

/** A transition to another state, or within one. */
export interface DefinedTransition {
  readonly from: DefinedState;
  /** Undefined if it stays where it is. */
  readonly to: DefinedState | undefined;
  /** The event's type, the delay's name, `done` or empty for an eventless one. */
  readonly event: string;
  readonly isTimer: boolean;
  readonly isGuarded: boolean;
  /** The row of a specification that its meta cites. */
  readonly rule: string | undefined;
}

/** A machine that was read. */
export interface MachineDefinition {
  readonly id: string;
  readonly root: DefinedState;
  /** All states, each before those inside it. */
  readonly states: readonly DefinedState[];
  readonly transitions: readonly DefinedTransition[];
}

/** Most states of a machine that is drawn, and most transitions; a larger one is shown without its chart. */
const STATES_MAX = 400;
const TRANSITIONS_MAX = 4000;
const DEPTH_MAX = 40;
const NAME_CHARS_MAX = 80;

// Timers that outlive their state are raised under their own name: they read like any other delay.
const RAISED_TIMER = /^timer\.(?<name>.+)$/;

type Config = Readonly<Record<string, unknown>>;

/** Reads the JSON of a machine's config; undefined if it is none, or too large to be drawn. */
export function readDefinition(text: string): MachineDefinition | undefined {
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isConfig(config) || !isConfig(config['states'])) return undefined;
  try {
    return new DefinitionReader(config).read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface OpenState {
  path: string;
  key: string;
  kind: DefinedState['kind'];
  status: string | undefined;
  waitingFor: string | undefined;
  initial: OpenState | undefined;
  parent: OpenState | undefined;
  states: OpenState[];
}

class DefinitionReader {
  readonly #config: Config;
  readonly #states: OpenState[] = [];
  readonly #configs = new Map<OpenState, Config>();
  readonly #byId = new Map<string, OpenState>();
  readonly #transitions: DefinedTransition[] = [];

  constructor(config: Config) {
    this.#config = config;
  }

  /** @throws RangeError if the machine is too large. */
  read(): MachineDefinition {
    const id = shown(this.#config['id']) ?? 'machine';
    const root = this.#readState('', id, this.#config, undefined);
    for (const state of this.#states) {
      const config = this.#configs.get(state) ?? {};
      const { initial } = config;
      const named = isConfig(initial) ? initial['target'] : initial;
      state.initial =
        typeof named === 'string' ? this.#inside(state, named) : firstOf(state.states);
      this.#readTransitions(state, config);
    }
    return { id, root, states: this.#states, transitions: this.#transitions };
  }

  #readState(path: string, key: string, config: Config, parent: OpenState | undefined): OpenState {
    const depth = path === '' ? 0 : path.split('.').length;
    if (depth > DEPTH_MAX || this.#states.length >= STATES_MAX) throw new RangeError('too large');
    const { states, meta } = config;
    const said = isConfig(meta) ? meta : {};
    const children = isConfig(states) ? Object.entries(states) : [];
    const state: OpenState = {
      path,
      key,
      kind: kindOf(config['type'], children.length > 0),
      status: shown(said['status']),
      waitingFor: shown(said['waitingFor']),
      initial: undefined,
      parent,
      states: [],
    };
    this.#states.push(state);
    this.#configs.set(state, config);
    if (typeof config['id'] === 'string') this.#byId.set(config['id'], state);
    for (const [name, child] of children) {
      const inner = path === '' ? name : `${path}.${name}`;
      state.states.push(this.#readState(inner, name, isConfig(child) ? child : {}, state));
    }
    return state;
  }

  #readTransitions(state: OpenState, config: Config): void {
    for (const [event, said] of entriesOf(config['on'])) this.#add(state, event, said, false);
    for (const [delay, said] of entriesOf(config['after'])) this.#add(state, delay, said, true);
    this.#add(state, '', config['always'], false);
    this.#add(state, 'done', config['onDone'], false);
    for (const invoked of listOf(config['invoke'])) {
      if (!isConfig(invoked)) continue;
      const name = shown(invoked['src']) ?? 'invoked';
      this.#add(state, `${name} done`, invoked['onDone'], false);
      this.#add(state, `${name} failed`, invoked['onError'], false);
    }
  }

  #add(from: OpenState, event: string, said: unknown, isDelay: boolean): void {
    for (const one of listOf(said)) {
      if (this.#transitions.length >= TRANSITIONS_MAX) throw new RangeError('too large');
      const config: Config = isConfig(one) ? one : { target: one };
      const raised = RAISED_TIMER.exec(event)?.groups?.['name'];
      const { meta } = config;
      this.#transitions.push({
        from,
        to: this.#targetOf(from, listOf(config['target'])[0]),
        event: (raised ?? event).slice(0, NAME_CHARS_MAX),
        isTimer: isDelay || raised !== undefined,
        isGuarded: config['guard'] !== undefined,
        rule: isConfig(meta) ? shown(meta['rule']) : undefined,
      });
    }
  }

  /** Where a target leads, as XState reads it: `#id`, `.child`, or a sibling's path. */
  #targetOf(from: OpenState, target: unknown): OpenState | undefined {
    if (typeof target !== 'string') return undefined;
    if (target.startsWith('#')) return this.#byName(target.slice(1));
    if (target.startsWith('.')) return this.#inside(from, target.slice(1));
    return this.#inside(from.parent ?? from, target);
  }

  /** `id` or `id.child`; an id may have dots of its own. */
  #byName(name: string): OpenState | undefined {
    for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
      const state = this.#byId.get(name.slice(0, end));
      if (state !== undefined) {
        return end === name.length ? state : this.#inside(state, name.slice(end + 1));
      }
    }
    const rootId = `${this.#states[0]?.key ?? ''}.`;
    const path = name.startsWith(rootId) ? name.slice(rootId.length) : undefined;
    return path === undefined ? undefined : this.#inside(this.#states[0], path);
  }

  #inside(state: OpenState | undefined, path: string): OpenState | undefined {
    let found = state;
    for (const key of path.split('.')) found = found?.states.find((child) => child.key === key);
    return found;
  }
}

function kindOf(type: unknown, hasStates: boolean): DefinedState['kind'] {
  if (type === 'parallel' || type === 'final' || type === 'history') return type;
  return hasStates ? 'compound' : 'atomic';
}

const firstOf = <T>(items: readonly T[]): T | undefined => items[0];

const isConfig = (value: unknown): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const entriesOf = (value: unknown) => (isConfig(value) ? Object.entries(value) : []);

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

const shown = (value: unknown) =>
  typeof value === 'string' && value !== '' ? value.slice(0, NAME_CHARS_MAX) : undefined;
