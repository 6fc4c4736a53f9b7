// What the server and its viewer say to each other over their socket, as JSON. Types only: both sides are built from this file.
import type { EpochMs } from '../time/instant.ts';
import type { ChartLayout } from './chart-layout.ts';
import type { FeedKind, InspectedDeadline, Scalar } from './inspection-feed.ts';

/** A list of names and values, in order, for a person to read. */
export type ShownFields = readonly (readonly [name: string, value: Scalar])[];

/** A fact as the viewer shows it. */
export interface ShownFact {
  readonly type: string;
  readonly fields: ShownFields;
}

/** A step as the viewer shows it. */
export interface ShownStep {
  /** Place among all steps that the server has taken, from 1; ascending within an actor. */
  readonly order: number;
  readonly actorId: string;
  /** Ascending within the actor, with gaps and repeats: the number of its last fact. */
  readonly seq: number;
  readonly at: EpochMs;
  readonly event: string;
  readonly fields: ShownFields;
  readonly cause: string;
  readonly rule: string | null;
  /** The status after; null for an actor that names none. */
  readonly status: string | null;
  /** Dotted paths of the active leaves after the step; several where regions are parallel. */
  readonly leaves: readonly string[];
  /** `active`, or how the actor came to its end. */
  readonly state: string;
  readonly counters: ShownFields;
  readonly deadlines: readonly InspectedDeadline[];
  readonly facts: readonly ShownFact[];
  /** True if a later repair has replaced the step. */
  readonly superseded: boolean;
}

/** Where an actor comes from: the feed of this server, another inspection server, or a client of the wire. */
export type ActorSource = 'feed' | 'mirror' | 'client';

/** An actor as it stands. */
export interface ShownActor {
  readonly id: string;
  readonly name: string;
  /** Name of the machine. */
  readonly machine: string;
  /** Key of its chart; null where none is known. */
  readonly chart: string | null;
  readonly source: ActorSource;
  /** False once the client that showed it has gone. */
  readonly isConnected: boolean;
  /** Instant of its first step. */
  readonly since: EpochMs;
  readonly stepsCount: number;
  /** Null while nothing is known but that it exists. */
  readonly last: ShownStep | null;
}

/** A chart under its key. */
export interface ShownChart {
  readonly key: string;
  /** Null if it could not be laid out: the viewer shows its actors without it. */
  readonly layout: ChartLayout | null;
}

/** What changes all the time, in every message. */
interface Moment {
  /** The engine's clock. */
  readonly now: EpochMs;
  /** Sessions that are not watched, count. */
  readonly leftOut: number;
}

/** The first message: everything that there is. It also comes again when the viewer has fallen too far behind. */
export interface WelcomeMessage extends Moment {
  readonly type: 'welcome';
  readonly title: string;
  readonly kind: FeedKind;
  /** The actor that the viewer is to show first; null for none. */
  readonly selectedId: string | null;
  readonly charts: readonly ShownChart[];
  readonly actors: readonly ShownActor[];
  /** The latest steps of all actors, in order. */
  readonly tail: readonly ShownStep[];
}

/** What has changed since the last message; at most ten a second. */
export interface FrameMessage extends Moment {
  readonly type: 'frame';
  readonly charts: readonly ShownChart[];
  readonly actors: readonly ShownActor[];
  /** Actors that have made room for others. */
  readonly forgotten: readonly string[];
  readonly steps: readonly ShownStep[];
}

/** The steps of some actors, as asked for. */
export interface HistoryMessage {
  readonly type: 'history';
  readonly actors: readonly { readonly id: string; readonly steps: readonly ShownStep[] }[];
}

/** What the server says. */
export type ServerMessage = WelcomeMessage | FrameMessage | HistoryMessage;

/** What the viewer says: it asks for the steps of actors, at most a hundred at a time. */
export interface ViewerMessage {
  readonly type: 'history';
  readonly actorIds: readonly string[];
}

/** Actors of which one message may ask the history, count. */
export const HISTORY_ACTORS_MAX = 100;
