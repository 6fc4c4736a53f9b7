import { describe, expect, it } from 'vitest';
import { SESSION_GRAPHS, sessionCharts, workChart } from '../../src/conversation/charts.ts';
import type { ChartTransition, TakenTransition } from '../../src/statechart/compiled-chart.ts';
import { presenceChart } from '../../src/desk/desk.ts';
import { type ChartModel, explore } from './chart-explorer.ts';
import { sessionModels } from './session-model.ts';
import { presenceModel, workInputs, workModel } from './work-model.ts';

describe('the timed model check of the charts', () => {
  it.each(SESSION_GRAPHS)('holds for %s, and reaches every row', (graph) => {
    const counts = exploreAll(graph, sessionModels(graph, sessionCharts[graph]));
    expect(counts.states).toBeGreaterThan(1000);
    expect(counts.unreached).toEqual([]);
  });

  it('holds for agent work, and reaches every row', () => {
    const counts = exploreAll(
      'agent-work',
      workInputs.map((input) => workModel(workChart, input)),
    );
    expect(counts.states).toBeGreaterThan(50);
    expect(counts.unreached).toEqual([]);
  });

  it('holds for presence, and reaches every row', () => {
    const counts = exploreAll('agent-presence', [presenceModel(presenceChart)]);
    expect(counts.states).toBe(5);
    expect(counts.unreached).toEqual([]);
  });
});

function exploreAll<C, G>(name: string, models: readonly ChartModel<C, G>[]) {
  const taken = new Set<TakenTransition>();
  let states = 0;
  let moves = 0;
  for (const model of models) {
    const explored = explore(model);
    states += explored.states;
    moves += explored.moves;
    for (const each of explored.taken) taken.add(each);
  }
  console.info(`${name}: ${states} states, ${moves} transitions explored`);
  return { states, unreached: unreached(models[0]?.chart.transitions ?? [], taken) };
}

/** Declared transitions that nothing brings about; an eventless one follows another and shares its rule. */
function unreached(
  declared: readonly ChartTransition[],
  taken: ReadonlySet<TakenTransition>,
): string[] {
  return declared
    .filter((transition) => transition.eventType !== '' && !taken.has(transition))
    .map(({ source, eventType, description }) => `${source} ${eventType}: ${description}`);
}
