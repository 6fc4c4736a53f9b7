// What guards, actions, params and delays are called with. A compiled chart has no actor: asking for one is an error.

/** Anything with a type: what a chart is stepped with, and what it raises. */
export interface ChartEvent {
  readonly type: string;
}

/** A function of the machine: a guard, an assigner, an emitter, a delay, a params function. */
export type ChartFunction = (args: StepArgs | InitialArgs, params?: unknown) => unknown;

/** Thrown when the machine's code asks for its actor; `step` turns it into a `ChartUnsupportedError`. @internal */
export class ActorAccess extends Error {
  readonly property: string;

  constructor(property: string) {
    super(`'${property}' was read, but a compiled chart has no actor`);
    this.property = property;
  }
}

/**
 * The arguments of one step, reused for all that it runs.
 *
 * `context` follows the assigns, `event` follows the raised events; never keep it.
 *
 * @internal
 */
export class StepArgs {
  // `declare`: else each field would be set to undefined before the constructor sets it.
  declare context: unknown;
  declare event: ChartEvent;

  constructor(context: unknown, event: ChartEvent) {
    this.context = context;
    this.event = event;
  }
}

/** The arguments of a machine's context function. @internal */
export class InitialArgs {
  readonly input: unknown;

  constructor(input: unknown) {
    this.input = input;
  }
}

// Not by a common base class: V8 keeps giving up on code that makes many objects of a derived one.
refuseActor(StepArgs.prototype);
refuseActor(InitialArgs.prototype);

/** Refuses the parts of XState's arguments that only an actor has. */
function refuseActor(prototype: object): void {
  for (const property of ['self', 'system', 'spawn']) {
    Object.defineProperty(prototype, property, {
      get(): never {
        throw new ActorAccess(property);
      },
    });
  }
}
