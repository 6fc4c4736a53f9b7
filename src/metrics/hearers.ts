// Which calculators hear what: looked up once a type, so that an observation reaches only those that want it.
import type { Calculator, FoldContext, Heard, HeardType } from './calculator.ts';

/** A function of a calculator and the place of its state among the states of the subject. */
export interface Hearer {
  readonly index: number;
  readonly hear: (state: unknown, heard: Heard, context: FoldContext) => void;
  /** Whether its figures may still be taken back once the session has ended. */
  readonly outlivesEnd: boolean;
}

const NOBODY: readonly Hearer[] = [];

/** The calculators of one kind of subject. */
export class Hearers<C extends Calculator = Calculator> {
  readonly calculators: readonly C[];
  readonly #byType = new Map<string, Hearer[]>();

  constructor(calculators: readonly C[]) {
    this.calculators = calculators;
    calculators.forEach((calculator, index) => {
      for (const [type, hear] of Object.entries(calculator.on)) {
        const hearers = this.#byType.get(type) ?? [];
        const outlivesEnd = calculator.subject !== 'session' || calculator.outlivesEnd === true;
        hearers.push({ index, hear: hear as Hearer['hear'], outlivesEnd });
        this.#byType.set(type, hearers);
      }
    });
  }

  /** Who hears a type, in the order of the catalogue. */
  of(type: HeardType): readonly Hearer[] {
    return this.#byType.get(type) ?? NOBODY;
  }

  /** A copy of states: of all, or of those alone whose calculator reports what is still running. */
  copy(states: readonly unknown[], all: boolean): unknown[] {
    return states.map((state, index) =>
      all || this.calculators[index]?.asOf !== undefined ? structuredClone(state) : state,
    );
  }

  /** States at the start, one a calculator. */
  start(): unknown[] {
    return this.calculators.map((calculator) => calculator.start());
  }
}
