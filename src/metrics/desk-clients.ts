// The tabs and windows on an agent's screen, the one that came to the front last on top. Plain data, changed in place.
import type { EpochMs } from '../time/instant.ts';

/** One tab or window and the conversation that it shows. */
export interface DeskClient {
  readonly clientId: string;
  conversationId: string;
  channelId: string;
  /** False while another browser window covers it, where that counts. */
  isVisible: boolean;
  /** True once the engagement with what it shows has ended: it is looked at no longer, until it is opened again or a new engagement begins. */
  isReleased: boolean;
}

/** Clients that one agent may have open; of more, those longest in the background are taken for closed without a word. */
const CLIENTS_MAX = 64;

/** What a client has come to show. */
export interface ClientShows {
  readonly clientId: string;
  readonly conversationId: string;
  readonly channelId: string;
}

/** Brings a client to the front, with what it shows. */
export function bringToFront(clients: DeskClient[], shows: ClientShows): void {
  const place = clients.findIndex(({ clientId }) => clientId === shows.clientId);
  if (place >= 0) clients.splice(place, 1);
  else if (clients.length === CLIENTS_MAX) clients.shift();
  clients.push({ ...shows, isVisible: true, isReleased: false });
}

/** Takes a client away that shows a conversation; one that has gone on to another one meanwhile stays. */
export function closeClient(clients: DeskClient[], id: string, conversationId: string): void {
  const place = clients.findIndex(
    (client) => client.clientId === id && client.conversationId === conversationId,
  );
  if (place >= 0) clients.splice(place, 1);
}

/** Covers a client. */
export function coverClient(clients: readonly DeskClient[], id: string): void {
  const client = clients.find(({ clientId }) => clientId === id);
  if (client !== undefined) client.isVisible = false;
}

/** Sets whether what is shown of a conversation still belongs to an engagement. */
export function release(
  clients: readonly DeskClient[],
  conversationId: string,
  isReleased: boolean,
): void {
  for (const client of clients) {
    if (client.conversationId === conversationId) client.isReleased = isReleased;
  }
}

/** The clients that are looked at: the foremost one, or each by itself. */
export function lookedAt(
  clients: readonly DeskClient[],
  mode: 'exclusive' | 'perClient',
): readonly DeskClient[] {
  if (mode === 'perClient') return clients.filter(isSeen);
  const foremost = clients.findLast(isSeen);
  return foremost === undefined ? [] : [foremost];
}

const isSeen = ({ isVisible, isReleased }: DeskClient) => isVisible && !isReleased;

/** Where the last sign of an agent's work lets a visit end that was thought to run until `at`; never before its start. */
export function visitEnd(
  visit: { readonly startAt: EpochMs; readonly activeAt: EpochMs },
  at: EpochMs,
  idleMs: number | null,
): EpochMs {
  const end = idleMs === null ? at : Math.min(at, visit.activeAt + idleMs);
  return Math.max(visit.startAt, end);
}
