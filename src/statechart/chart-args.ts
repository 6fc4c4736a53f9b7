// What guards, actions, params and delays are called with. A compiled chart has no actor: asking for one is an error.

/** Anything with a type: what a chart is stepped with, and what it raises. */
export interface ChartEvent {
  readonly type: string;
}

/** A function of the machine: a guard, an assigner, an emitter, a delay, a params function. */
export type ChartFunction = (args: ActorlessArgs, params?: unknown) => unknown;

/** Thrown when the machine's code asks for its actor; `step` turns it into a `ChartUnsupportedError`. @internal */
export class ActorAccess extends Error {
  readonly property: string;

  constructor(property: string) {
    super(`'${property}' was read, but a compiled chart has no actor`);
    this.property = property;
  }
}

/** Refuses the parts of XState's arguments that only an actor has. */
class ActorlessArgs {
  get self(): never {
    throw new ActorAccess('self');
  }

  get system(): never {
    throw new ActorAccess('system');
  }

  get spawn(): never {
    throw new ActorAccess('spawn');
  }
}

/**
 * The arguments of one step, reused for all that it runs.
 *
 * `context` follows the assigns, `event` follows the raised events; never keep it.
 *
 * @internal
 */
export class StepArgs extends ActorlessArgs {
  context: unknown;
  event: ChartEvent;

  constructor(context: unknown, event: ChartEvent) {
    super();
    this.context = context;
    this.event = event;
  }
}

/** The arguments of a machine's context function. @internal */
export class InitialArgs extends ActorlessArgs {
  readonly input: unknown;

  constructor(input: unknown) {
    super();
    this.input = input;
  }
}
