// The reference timeline R1 of the metric reference, as wire events.
import { chat, Story, type Fields, type Scene, type Step } from '../conversation/story.ts';

const by = (agentId: string, fields: Fields = {}): Fields => ({ agentId, ...fields });
const work = (workId: string, agentId: string, fields: Fields = {}): Fields => ({
  workId,
  agentId,
  ...fields,
});

/** The ids of the time-out of w1 and of the offer of w2, which fall on one instant. */
export interface TiedIds {
  readonly timedOut: string;
  readonly offered: string;
}

/** R1: three offers, two agents, a transfer, after-conversation work. */
export const r1 = (ids: TiedIds = { timedOut: 'a1', offered: 'a2' }): readonly Step[] => [
  '09:00:00 customer.message',
  ['09:00:20 work.offered', work('w1', 'A')],
  ['09:00:50 work.timedOut', { id: ids.timedOut, workId: 'w1' }],
  ['09:00:50 work.offered', work('w2', 'B', { id: ids.offered })],
  ['09:01:00 work.accepted', work('w2', 'B')],
  ['09:01:30 agent.message', by('B')],
  ['09:01:40 agent.message', by('B')],
  '09:02:00 customer.message',
  '09:02:10 customer.message',
  ['09:03:00 agent.message', by('B')],
  '09:04:00 customer.message',
  ['09:08:30 agent.transferred', by('B', { to: { kind: 'queue', id: 'Q2' } })],
  ['09:09:00 work.offered', work('w3', 'C', { queueId: 'Q2' })],
  ['09:09:10 work.accepted', work('w3', 'C')],
  ['09:09:40 agent.message', by('C')],
  '09:10:00 customer.message',
  ['09:10:20 agent.message', by('C')],
  ['09:11:00 agent.ended', by('C')],
  ['09:11:40 acw.ended', by('C')],
];

/** R1 on an enhanced channel with two minutes of after-conversation work. */
export const tellR1 = (policy?: Fields, ids?: TiedIds): Story =>
  new Story(chat({ queueId: 'Q1', acw: { seconds: 120 } }, policy)).tell(...r1(ids));

/** The figures of a story's sessions: metric type, value in seconds or count, milliseconds, samples. */
export const figures = (story: Story): Readonly<Record<string, readonly unknown[]>> =>
  Object.fromEntries(
    story
      .rows('session_metrics')
      .map((row) => [row['metric_type'], [row['value'], row['value_ms'], row['sample_count']]]),
  );

/** The figures of a session that goes as told, on an enhanced channel. */
export const measured = (scene: Scene, ...steps: readonly Step[]) =>
  figures(new Story(scene).tell(...steps));
