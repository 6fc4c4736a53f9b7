import { describe, expect, it } from 'vitest';
import type { Decision } from '../../src/conversation/decide.ts';
import {
  type InvariantId,
  invariants,
  violationsOf,
  violationsOfDecision,
} from '../../src/conversation/invariants.ts';
import type { AnyFact } from '../../src/events/fact.ts';
import { deliver, emptyWorld, type Happening, worldSettings } from './conversation-world.ts';

const [tabBased, statusBased] = worldSettings as [
  (typeof worldSettings)[number],
  (typeof worldSettings)[number],
];

/** The conversation after some happenings, and the last decision with what was before it. */
function played(happenings: readonly Happening[], setting = tabBased) {
  let world = emptyWorld();
  let before = world.conversation;
  let decision: Decision | undefined;
  for (const happening of happenings) {
    before = world.conversation;
    ({ world, decision } = deliver(setting, world, happening));
  }
  return { before, decision: decision as Decision, conversation: world.conversation.copy() };
}

const writes = { type: 'customer.message', messageId: 'm' };
const accepts = { type: 'work.accepted', agentId: 'ann', workId: 'w' };
const opens = { type: 'agent.opened', agentId: 'ann', messageId: 'm' };
const fails = { type: 'record.failed', reason: 'validation rule' };
const optsOut = { type: 'customer.message', messageId: 'm', keyword: 'optOut' };
const pauses = { type: 'agent.paused', agentId: 'ann' };

/** A decision with its facts told otherwise. */
const retold = (decision: Decision, tell: (facts: readonly AnyFact[]) => readonly AnyFact[]) => ({
  ...decision,
  facts: tell(decision.facts),
});

/** A session put into a state that its history does not lead to. */
function forged(happenings: readonly Happening[], fields: object, setting = tabBased) {
  const { conversation } = played(happenings, setting);
  const session = conversation.session?.copy() ?? null;
  conversation.session = session === null ? null : Object.assign(session, fields);
  return violationsOf(conversation);
}

/** For each invariant a conversation or a decision that breaks it: a check that never fails checks nothing. */
const broken: Readonly<Record<InvariantId, () => readonly { invariant: InvariantId }[]>> = {
  I1: () => {
    const { before, decision } = played([writes]);
    return violationsOfDecision(
      before,
      retold(decision, () => []),
    );
  },
  I2: () => {
    const { decision } = played([opens]);
    return violationsOfDecision(played([writes]).conversation, decision);
  },
  I3: () => {
    const { conversation: ended } = played([writes, { type: 'customer.ended' }]);
    const after = ended.copy();
    after.session = Object.assign(ended.session?.copy() ?? {}, {
      endAt: 1,
    }) as typeof ended.session;
    const { decision } = played([writes]);
    return violationsOfDecision(ended, { ...decision, conversation: after, facts: [] });
  },
  I7: () => forged([writes], { graph: 'standard-customer' }),
  I8: () => {
    const { conversation } = played([writes, accepts]);
    conversation.works = [];
    return violationsOf(conversation);
  },
  I9: () => forged([writes, accepts], { status: 'New' }),
  I11: () => {
    const { conversation } = played([writes, accepts, pauses], statusBased);
    const works = conversation.works.map((work) => work.copy());
    for (const work of works) work.context = { ...work.context, capacityModel: 'tabBased' };
    conversation.works = works;
    return violationsOf(conversation);
  },
  I14: () => {
    const { before, decision } = played([fails]);
    const { conversation: failed } = played([fails]);
    expect(violationsOfDecision(before, decision)).toEqual([]);
    const second = retold(decision, (facts) =>
      facts.map((fact) => Object.assign(Object.create(fact) as AnyFact, { sessionId: 'other' })),
    );
    return violationsOfDecision(failed, second);
  },
  I15: () => {
    const { before, decision } = played([optsOut]);
    const { facts } = played([opens]).decision;
    return violationsOfDecision(
      before,
      retold(decision, (own) => [...own, ...facts]),
    );
  },
  I16: () => forged([writes, { type: 'customer.ended' }], { endAt: null }),
  I17: () => {
    const { before, decision } = played([writes, { type: 'customer.ended' }]);
    return violationsOfDecision(
      before,
      retold(decision, (facts) => [...facts, ...facts]),
    );
  },
  I20: () => forged([writes], { status: 'Consent', value: 'open.Consent.expiring' }),
};

describe('the invariants of a conversation', () => {
  it.each(Object.keys(invariants) as InvariantId[])('%s is found where it is broken', (id) => {
    expect(broken[id]().map(({ invariant }) => invariant)).toContain(id);
  });

  it('find nothing wrong with an ordinary session', () => {
    const { before, decision, conversation } = played([writes, accepts, { type: 'agent.ended' }]);
    expect([...violationsOf(conversation), ...violationsOfDecision(before, decision)]).toEqual([]);
  });
});
