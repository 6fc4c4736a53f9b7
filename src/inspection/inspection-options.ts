import type { InspectionFeed } from './inspection-feed.ts';
import type { Redact } from './redaction.ts';
import type { Sample } from './sample.ts';

/** What an inspection server may be told. */
export interface InspectionOptions {
  /** The sessions to show; without any only the actors of clients are shown. */
  readonly feed?: InspectionFeed;
  /** Address of another inspection server whose sessions are shown instead. */
  readonly mirror?: string;
  /** The port to try first, 4880 by default; 0 for any. If it is taken the next ones are tried, then any. */
  readonly port?: number;
  /** Origins of pages that may show their actors here, `http://localhost:5173`. */
  readonly origins?: readonly string[];
  readonly sample?: Sample;
  readonly redact?: Redact;
  /** What is watched, for the heading. */
  readonly title?: string;
  /** The real id of the session that the viewer shows first. */
  readonly sessionId?: string;
}
