// Rows of the lifecycle as tables of cases.
import { it } from 'vitest';
import { given, type Outcome, type Scene, type Step } from './story.ts';

/** One row of the lifecycle at work: its id, what it says, the scene, what went before, the step, what comes of it. */
export type Case = readonly [
  id: string,
  says: string,
  scene: Scene,
  before: readonly Step[],
  step: Step,
  outcome: Outcome,
];

/** One refusal: the row or the code's place, what it says, the scene, what went before, the step, code and row. */
export type Refusal = readonly [
  id: string,
  says: string,
  scene: Scene,
  before: readonly Step[],
  step: Step,
  code: string,
  rule?: string,
];

/** A test for each case. */
export function testCases(cases: readonly Case[]): void {
  for (const [id, says, scene, before, step, outcome] of cases) {
    it(`${id}: ${says}`, () => {
      given(scene, ...before)
        .when(step)
        .then(outcome);
    });
  }
}

/** A test for each refusal. */
export function testRefusals(refusals: readonly Refusal[]): void {
  for (const [id, says, scene, before, step, code, rule] of refusals) {
    it(`${id}: ${says}`, () => {
      given(scene, ...before)
        .when(step)
        .thenRefused(code, rule);
    });
  }
}
