import { describe, expect, it } from 'vitest';
import {
  engagementChart,
  SESSION_GRAPHS,
  sessionCharts,
  workChart,
} from '../../src/conversation/charts.ts';
import { presenceChart } from '../../src/desk/desk.ts';
import { exploreAll } from './chart-explorer.ts';
import { engagementInputs, engagementModel } from './engagement-model.ts';
import { sessionModels } from './session-model.ts';
import { presenceModel, workInputs, workModel } from './work-model.ts';

const tell = (name: string, { states, moves }: { states: number; moves: number }) =>
  console.info(`${name}: ${states} states, ${moves} transitions explored`);

describe('the timed model check of the charts', () => {
  it.each(SESSION_GRAPHS)('holds for %s, and reaches every row', (graph) => {
    const counts = exploreAll(sessionModels(graph, sessionCharts[graph]));
    tell(graph, counts);
    expect(counts.states).toBeGreaterThan(1000);
    expect(counts.unreached).toEqual([]);
  });

  it('holds for agent work, and reaches every row', () => {
    const counts = exploreAll(workInputs.map((input) => workModel(workChart, input)));
    tell('agent-work', counts);
    expect(counts.states).toBeGreaterThan(50);
    expect(counts.unreached).toEqual([]);
  });

  it('holds for engagements, and reaches every row', () => {
    const counts = exploreAll(
      engagementInputs.map((input) => engagementModel(engagementChart, input)),
    );
    tell('engagement', counts);
    expect(counts.states).toBeGreaterThan(1000);
    expect(counts.unreached).toEqual([]);
  });

  it('holds for presence, and reaches every row', () => {
    const counts = exploreAll([presenceModel(presenceChart)]);
    tell('agent-presence', counts);
    expect(counts.states).toBe(5);
    expect(counts.unreached).toEqual([]);
  });
});
