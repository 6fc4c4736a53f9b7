// Rows of the lifecycle as tables of cases.
import { expect, it } from 'vitest';
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

/** One refusal: its place in the specification, what it says, the scene, what went before, the step, code and row. */
export type Refusal = readonly [
  id: string,
  says: string,
  scene: Scene,
  before: readonly Step[],
  step: Step,
  code: string,
  rule?: string,
];

/** A test for each case: the step is taken, and leaves this behind. */
export function testCases(cases: readonly Case[]): void {
  for (const [id, says, scene, before, step, expected] of cases) {
    it(`${id}: ${says}`, () => {
      const { outcome } = given(scene, ...before).when(step);
      expect(outcome).toMatchObject({ refusal: undefined, ...expected });
    });
  }
}

/** A test for each refusal: the step is refused for this reason, and nothing changes. */
export function testRefusals(refusals: readonly Refusal[]): void {
  for (const [id, says, scene, before, step, code, rule] of refusals) {
    it(`${id}: ${says}`, () => {
      const { refusal } = given(scene, ...before).when(step);
      expect(refusal).toEqual({ code, rule, facts: 0 });
    });
  }
}
