import { describe, expect, it } from 'vitest';
import { redactEvent, redactStep, shortId } from '../../src/inspection/redaction.ts';
import type { WireEvent } from '../../src/inspection/wire-event.ts';
import { WireProducer, type WireProducerOptions } from '../../src/inspection/wire-producer.ts';
import { of, sessionOf, ToldFeed } from './told-feed.ts';

const PHONE = '+491701234567';

/** A conversation with personal data in every place where a host can put some. */
function personalStory(): ToldFeed {
  const SECRETS = {
    text: 'SECRET my name is Cora Smith',
    name: 'SECRET Cora',
    from: `SECRET ${PHONE}`,
    status: 'SECRET',
    nested: { value: 'SECRET' },
    messageId: 'SECRET wamid',
  };
  return new ToldFeed().tell(
    of(PHONE, '09:00', 'customer.message', { ...SECRETS, agentId: 'SECRET ann@example.org' }),
    of(PHONE, '09:01', 'work.offered', {
      workId: 'SECRET work',
      agentId: 'SECRET ann@example.org',
      requestedAt: '2026-03-03T09:00:30Z',
      expiresAt: '2026-03-03T09:30:00Z',
    }),
    of(PHONE, '09:02', 'work.declined', { workId: 'SECRET work', reason: 'SECRET rude' }),
    of(PHONE, '09:03', 'record.failed', { ...SECRETS, reason: 'SECRET database' }),
  );
}

function wireOf(told: ToldFeed, options: Partial<WireProducerOptions> = {}): readonly WireEvent[] {
  const sent: WireEvent[] = [];
  const producer = new WireProducer({ send: (one) => sent.push(one), details: true, ...options });
  for (const step of told.steps) producer.take(step);
  return sent;
}

describe('redaction', () => {
  it('lets no text, phone number, name or id of a person out, whatever field it stands in', () => {
    const text = JSON.stringify(wireOf(personalStory()));
    expect(text).not.toContain('SECRET');
    expect(text).not.toContain(PHONE.slice(1));
    expect(text).toContain(shortId(sessionOf(PHONE)));
    expect(text).toContain('session.errored');
  });

  it('would show all of it if it were off (control)', () => {
    const text = JSON.stringify(wireOf(personalStory(), { redact: false }));
    expect(text).toContain('SECRET my name is Cora Smith');
    expect(text).toContain('SECRET rude');
    expect(text).toContain(PHONE);
  });

  it('shows what a function of the host makes of a step, and nothing else', () => {
    const sent = wireOf(personalStory(), {
      redact: (step) => ({ ...redactStep(step), sessionId: 'session of a test' }),
    });
    expect(new Set(sent.map(({ sessionId }) => sessionId))).toEqual(new Set(['session of a test']));
  });

  it('gives an id the same short name each time', () => {
    expect(shortId('default/chat/cora/1')).toBe('b75a9c8cf0');
    expect(shortId('default/chat/cora/2')).not.toBe(shortId('default/chat/cora/1'));
  });

  it('keeps of an event the words and switches that its type lists', () => {
    const transferred = { type: 'agent.transferred', to: { kind: 'queue', id: 'q' }, text: 'x' };
    expect(redactEvent(transferred)).toEqual({ type: 'agent.transferred', to: { kind: 'queue' } });
    const noted = { type: 'agent.message', visibility: 'note', proactive: true, score: 5 };
    expect(redactEvent(noted)).toEqual({
      type: 'agent.message',
      visibility: 'note',
      proactive: true,
    });
    const odd = { ...noted, visibility: 'to Cora' };
    expect(redactEvent(odd)).toEqual({
      type: 'agent.message',
      proactive: true,
    });
  });

  it('keeps of an event of another vocabulary its type only', () => {
    const foreign = { type: 'LOGIN', email: 'cora@example.org', constructor: 'x' };
    expect(redactEvent(foreign)).toEqual({ type: 'LOGIN' });
    const inherited = { ...foreign, type: 'constructor' };
    expect(redactEvent(inherited)).toEqual({ type: 'constructor' });
  });
});
