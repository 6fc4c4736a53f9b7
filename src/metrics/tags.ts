// The table of tags: what a conversation was tagged with, in which session and for how long.
import type { EpochMs } from '../time/instant.ts';
import { conversationCalculator, type FoldContext } from './calculator.ts';

/** A tag that is set. */
interface Tag {
  readonly tagId: string;
  readonly kind: string;
  readonly sessionId: string | null;
  readonly taggedAt: EpochMs;
  /** Place among the tags of the conversation, from 1. */
  readonly ordinal: number;
}

interface Tags {
  tags: Tag[];
  count: number;
}

/** Tags of one conversation that may be taken off again; of more, the oldest stay as they are. */
const TAGS_MAX = 64;

/** Keeps the table of tags. */
export const tagTable = conversationCalculator<Tags>({
  name: 'tags',
  definitions: [],
  start: () => ({ tags: [], count: 0 }),
  on: {
    'conversation.tagged': (state, { at, tagId, kind, sessionId: named }, context) => {
      const sessionId = context.session?.sessionId ?? named ?? null;
      const known = state.tags.findIndex((tag) => tag.tagId === tagId && tag.kind === kind);
      // The tag of an earlier session stays on it; this session has one of its own.
      if (known !== -1 && state.tags[known]?.sessionId === sessionId) return;
      if (known !== -1) state.tags.splice(known, 1);
      else if (state.tags.length === TAGS_MAX) state.tags.shift();
      state.count += 1;
      const tag = { tagId, kind, sessionId, taggedAt: at, ordinal: state.count };
      state.tags.push(tag);
      put(tag, null, context);
    },
    'conversation.untagged': (state, { at, tagId, kind }, context) => {
      const known = state.tags.findIndex((tag) => tag.tagId === tagId && tag.kind === kind);
      const [tag] = known === -1 ? [] : state.tags.splice(known, 1);
      if (tag !== undefined) put(tag, at, context);
    },
  },
});

function put(tag: Tag, untaggedAt: EpochMs | null, context: FoldContext): void {
  const { tagId, kind, sessionId, taggedAt, ordinal } = tag;
  const { subjectId: conversationId } = context;
  context.put('tags', `${conversationId}/${ordinal}`, taggedAt, {
    tagId,
    kind,
    sessionId,
    conversationId,
    taggedAt,
    untaggedAt,
  });
}
