// Events on their way from one thread to another. What is the same in many of them — the names of their fields, their
// type, who they are about — goes once; the rest goes as one flat list, which costs less to hand over than objects do.
import type { Verdict } from '../events/verdict.ts';
import type { EventIn } from '../events/vocabulary.ts';

/** What one message between threads holds. */
export interface EventRows {
  /** Shapes that were not sent before: a type, and the names of the other fields in their order. */
  readonly shapes: readonly (readonly string[])[];
  /** Names that were not sent before. */
  readonly names: readonly string[];
  /** Whether all names of earlier messages are to be forgotten first. */
  readonly areNamesNew: boolean;
  /** For each event its line, its shape and its values; for a line without one the line, REFUSED and a verdict. */
  readonly cells: readonly unknown[];
}

/** Who takes the rows apart. */
export interface EventTaker {
  take(event: EventIn, number: number): void;
  refuse(number: number, verdict: Verdict): void;
}

/** Instead of a shape: a verdict follows, or an event as a whole. */
const REFUSED = -1;
const WHOLE = -2;
/** Hosts have some dozens of shapes; one that has more has made a name of a value. */
const SHAPES_MAX = 1024;
/** Names that both threads remember, count: so many that a busy day's customers fit. */
const NAMES_MAX = 1 << 16;
/** Fields whose values come again and again. */
const NAMED: ReadonlySet<string> = new Set([
  'tenant',
  'channelId',
  'endUserId',
  'agentId',
  'botId',
]);

interface Shape {
  readonly index: number;
  readonly fields: readonly string[];
}

/** Puts events into rows. */
export class EventRowWriter {
  readonly #shapes = new Map<string, Shape>();
  #names = new Map<string, number>();
  #newShapes: (readonly string[])[] = [];
  #newNames: string[] = [];
  #areNamesNew = false;
  #cells: unknown[] = [];
  #count = 0;

  /** Lines in the rows, count. */
  get count(): number {
    return this.#count;
  }

  /** Adds an event that was read from a line; `number` counts from 1. */
  take(event: EventIn, number: number): void {
    this.#count += 1;
    const values = event as unknown as Readonly<Record<string, unknown>>;
    const shape = this.#shapeOf(event.type, Object.keys(values));
    if (shape === undefined) {
      this.#cells.push(number, WHOLE, event);
      return;
    }
    const { fields } = shape;
    this.#cells.push(number, shape.index);
    for (let at = 0; at < fields.length; at += 1) {
      const field = fields[at] as string;
      if (field === 'type') continue;
      const value = values[field];
      this.#cells.push(NAMED.has(field) ? this.#nameOf(value as string) : value);
    }
  }

  /** Adds a line that holds no event. */
  refuse(number: number, verdict: Verdict): void {
    this.#count += 1;
    this.#cells.push(number, REFUSED, verdict);
  }

  /** Takes the rows out. */
  takeRows(): EventRows {
    const rows = {
      shapes: this.#newShapes,
      names: this.#newNames,
      areNamesNew: this.#areNamesNew,
      cells: this.#cells,
    };
    this.#newShapes = [];
    this.#newNames = [];
    this.#cells = [];
    this.#count = 0;
    // Renewed only between two messages: those of one all know the same names.
    this.#areNamesNew = this.#names.size > NAMES_MAX;
    if (this.#areNamesNew) this.#names = new Map();
    return rows;
  }

  #shapeOf(type: string, fields: readonly string[]): Shape | undefined {
    const key = `${type} ${fields.join(' ')}`;
    const known = this.#shapes.get(key);
    // A host may have given a field a name with a space in it.
    if (known !== undefined) return areEqual(known.fields, fields) ? known : undefined;
    if (this.#shapes.size >= SHAPES_MAX) return undefined;
    const shape = { index: this.#shapes.size, fields };
    this.#shapes.set(key, shape);
    this.#newShapes.push([type, ...fields.filter((field) => field !== 'type')]);
    return shape;
  }

  #nameOf(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const index = this.#names.size;
    this.#names.set(name, index);
    this.#newNames.push(name);
    return index;
  }
}

/** Puts events together again from the rows of one writer, in their order. */
export class EventRowReader {
  readonly #shapes: (readonly string[])[] = [];
  #names: string[] = [];

  /** Hands on what the rows hold. */
  read({ shapes, names, areNamesNew, cells }: EventRows, taker: EventTaker): void {
    this.#shapes.push(...shapes);
    if (areNamesNew) this.#names = [];
    for (const name of names) this.#names.push(name);
    for (let next = 0; next < cells.length;) {
      const number = cells[next] as number;
      const shape = cells[next + 1] as number;
      if (shape === REFUSED) taker.refuse(number, cells[next + 2] as Verdict);
      else if (shape === WHOLE) taker.take(cells[next + 2] as EventIn, number);
      else {
        const fields = this.#shapes[shape] as readonly string[];
        taker.take(this.#event(fields, cells, next + 1), number);
        next += fields.length - 2;
      }
      next += 3;
    }
  }

  /** The event whose first value but the type stands behind a place. */
  #event(fields: readonly string[], cells: readonly unknown[], place: number): EventIn {
    const event: Record<string, unknown> = { type: fields[0] };
    for (let index = 1; index < fields.length; index += 1) {
      const field = fields[index] as string;
      const value = cells[place + index];
      event[field] = NAMED.has(field) ? this.#names[value as number] : value;
    }
    return event as unknown as EventIn;
  }
}

function areEqual(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((field, index) => field === right[index]);
}
