// Which calculators hear what: looked up once a type, so that an observation reaches only those that want it.
import type { MetricOptions } from '../policy/metric-options.ts';
import type { Calculator, FoldContext, Heard, MessageWriter } from './calculator.ts';

/** A function of a calculator and the place of its state among the states of the subject. */
export interface Hearer {
  readonly index: number;
  readonly hear: (state: unknown, heard: Heard, context: FoldContext) => void;
  /** Whether its figures may still be taken back once the session has ended. */
  readonly outlivesEnd: boolean;
}

/** A calculator that closes what time alone has ended, and the place of its state. */
export interface Reacher {
  readonly index: number;
  readonly calculator: Calculator;
}

const NOBODY: readonly Hearer[] = [];

const WRITERS: readonly MessageWriter[] = ['EndUser', 'Agent', 'Bot', 'System'];

/** The calculators of one kind of subject. */
export class Hearers<C extends Calculator = Calculator> {
  readonly calculators: readonly C[];
  /** Those whom the passing of time alone may change. */
  readonly reaching: readonly Reacher[];
  /** Places of the states that go with the end of a session. */
  readonly ending: readonly number[];
  readonly #byType = new Map<string, Hearer[]>();
  /** Those who hear of messages, by who wrote them. */
  readonly #byWriter: Readonly<Record<MessageWriter, Hearer[]>> = {
    EndUser: [],
    Agent: [],
    Bot: [],
    System: [],
  };

  constructor(calculators: readonly C[], options: MetricOptions) {
    this.calculators = calculators;
    this.reaching = calculators.flatMap((calculator, index) =>
      'reach' in calculator ? [{ index, calculator }] : [],
    );
    this.ending = calculators.flatMap((calculator, index) =>
      calculator.subject === 'session' && calculator.outlivesEnd !== true ? [index] : [],
    );
    calculators.forEach((calculator, index) => {
      const outlivesEnd = calculator.subject !== 'session' || calculator.outlivesEnd === true;
      for (const [type, hear] of Object.entries(calculator.on)) {
        const hearer = { index, hear: hear as Hearer['hear'], outlivesEnd };
        if (type === 'message.recorded') {
          if (calculator.hearsMessages?.(options) === false) continue;
          for (const writer of calculator.writers ?? WRITERS) this.#byWriter[writer].push(hearer);
          continue;
        }
        const hearers = this.#byType.get(type);
        if (hearers === undefined) this.#byType.set(type, [hearer]);
        else hearers.push(hearer);
      }
    });
  }

  /** Who hears something, in the order of the catalogue. */
  of(heard: Heard): readonly Hearer[] {
    if (heard.type === 'message.recorded') return this.#byWriter[heard.data.actor];
    return this.#byType.get(heard.type) ?? NOBODY;
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
