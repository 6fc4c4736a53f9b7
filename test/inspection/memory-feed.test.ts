import { describe, expect, it } from 'vitest';
import type { InspectedStep } from '../../src/inspection/inspection-feed.ts';
import { at, of, sessionOf, ToldFeed } from './told-feed.ts';

const brief = ({ sessionId, cause, rule, from, to, value }: InspectedStep) =>
  [sessionId.replace('default/chat/', ''), cause, rule ?? '-', from ?? '-', to, value].join(' ');

describe('the feed of a memory engine', () => {
  it('tells each step with its cause, rule, statuses, leaf, counters and deadlines', () => {
    const told = new ToldFeed()
      .tell(
        of('cora', '09:00', 'customer.message'),
        of('cora', '09:01', 'work.accepted', { workId: 'w' }),
        of('cora', '09:02', 'agent.message'),
      )
      .advanceTo('+48h');
    expect(told.steps.map(brief)).toEqual([
      'cora/1 customer.message EC01 - Waiting open.Waiting.unlimited',
      'cora/1 work.accepted EC11 Waiting Active open.Active.withAgent.awaitingAgent',
      'cora/1 agent.message - Active Active open.Active.withAgent.awaitingCustomer.timed.silent',
      'cora/1 timer.customerIdle EC42 Active Inactive open.Inactive.resting',
      'cora/1 timer.inactiveExpiry EC64 Inactive Ended Ended',
    ]);
    const [, , third, fourth] = told.steps;
    expect(third?.deadlines).toEqual([{ name: 'customerIdle', dueAt: at('09:12'), setBy: 'EC31' }]);
    expect(third?.context).toMatchObject({ agentMessages: 1, endUserMessages: 1 });
    expect(fourth).toMatchObject({ at: at('09:12'), recordedAt: at('09:12') });
    expect(fourth?.facts.map(({ type }) => type)).toContain('timer.fired');
    const order = told.steps.map(({ seq }) => seq);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('tells of both sessions where one decision ends one and opens another (EC67)', () => {
    const told = new ToldFeed().tell(
      of('cora', '09:00', 'customer.message'),
      of('cora', '09:01', 'work.accepted', { workId: 'w' }),
      of('cora', '09:02', 'agent.markedInactive'),
      of('cora', '09:03', 'agent.opened'),
    );
    const both = told.steps.filter(({ cause }) => cause === 'agent.opened');
    expect(both.map(brief)).toEqual([
      'cora/1 agent.opened EC67 Inactive Ended Ended',
      'cora/2 agent.opened EB01 - New open.unanswered.New',
    ]);
    expect(both[0]).toMatchObject({ deadlines: [], context: { endUserMessages: 1 } });
  });

  it('tells of a notification that is over at once', () => {
    const told = new ToldFeed().tell(
      of('cora', '09:00', 'automation.message', { longevity: 'endSession', allowExisting: 'any' }),
    );
    expect(told.steps.map(brief)).toEqual(['cora/1 automation.message NO02 - Ended Ended']);
    expect(told.steps[0]?.graph).toBe('notification');
  });

  it('passes over what does not concern a session', () => {
    const told = new ToldFeed().tell(of('cora', '09:00', 'customer.message'));
    const count = told.steps.length;
    told.tell(
      of('dora', '09:01', 'message.delivered'),
      of('cora', '09:02', 'agent.heartbeat'),
      of('dora', '09:03', 'agent.ended'),
    );
    expect(told.steps).toHaveLength(count);
  });

  it('keeps the history of what it watches, and forgets with the session', () => {
    const told = new ToldFeed({ sample: { sessionsMax: 1 } }).tell(
      of('cora', '09:00', 'customer.message'),
      of('cora', '09:01', 'customer.ended'),
      of('dora', '09:02', 'customer.message'),
    );
    expect(told.feed.history(sessionOf('cora'))).toEqual([]);
    expect(told.feed.history(sessionOf('dora')).map(brief)).toEqual([
      'dora/1 customer.message EC01 - Waiting open.Waiting.unlimited',
    ]);
    expect(told.feed.sessions(10)).toMatchObject({ moreCount: 0 });
    expect(told.feed.now()).toBe(at('09:02'));
  });

  it('stops telling who has stopped to follow', () => {
    const told = new ToldFeed();
    const heard: InspectedStep[] = [];
    const stop = told.feed.follow((step) => heard.push(step));
    told.tell(of('cora', '09:00', 'customer.message'));
    stop();
    told.tell(of('cora', '09:01', 'customer.ended'));
    expect(heard).toHaveLength(1);
  });
});
