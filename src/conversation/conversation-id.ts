// How conversations and sessions are named. The parts are escaped, so that no id of a host can pretend to be another.

const PLAIN = /^[^/%]*$/;

/** The key of a conversation: tenant, channel and end user. */
export function conversationId(tenant: string, channelId: string, endUserId: string): string {
  // Joined, the id is one piece of memory; a template stays a tree of pieces for as long as the id is kept.
  return [part(tenant), part(channelId), part(endUserId)].join('/');
}

/** The id of the n-th session of a conversation, n from 1. */
export function sessionIdOf(conversation: string, ordinal: number): string {
  return `${conversation}/${ordinal}`;
}

/** What a session id names; undefined if it is none. */
export function parseSessionId(
  sessionId: string,
): { tenant: string; channelId: string; endUserId: string; ordinal: number } | undefined {
  const [tenant, channelId, endUserId, ordinal, ...rest] = sessionId.split('/');
  if (tenant === undefined || channelId === undefined || endUserId === undefined) return undefined;
  if (rest.length > 0 || ordinal === undefined || !/^[1-9]\d{0,14}$/.test(ordinal))
    return undefined;
  try {
    return {
      tenant: decodeURIComponent(tenant),
      channelId: decodeURIComponent(channelId),
      endUserId: decodeURIComponent(endUserId),
      ordinal: Number(ordinal),
    };
  } catch {
    return undefined;
  }
}

/**
 * What a conversation id names.
 *
 * @throws URIError for an id that was not made by `conversationId`.
 */
export function parseConversationId(id: string): {
  tenant: string;
  channelId: string;
  endUserId: string;
} {
  const [tenant = '', channelId = '', endUserId = ''] = id.split('/');
  if (!id.includes('%')) return { tenant, channelId, endUserId };
  return {
    tenant: decodeURIComponent(tenant),
    channelId: decodeURIComponent(channelId),
    endUserId: decodeURIComponent(endUserId),
  };
}

const part = (text: string) => (PLAIN.test(text) ? text : escapePart(text));

const escapePart = (text: string) => text.replaceAll('%', '%25').replaceAll('/', '%2F');
