// The bridge to the Stately inspector. Nothing is opened, loaded or sent before the button is pressed.
import type { WireEvent } from '../inspection/wire-event.ts';

const INSPECTOR = 'https://stately.ai/inspect';
const ORIGIN = new URL(INSPECTOR).origin;

/** Messages kept until the other page is ready, count: the server tells the rest anew on a reload. */
const WAITING_MAX = 5000;

const button = document.querySelector<HTMLButtonElement>('#open');
const state = document.querySelector('#state');

function say(text: string): void {
  if (state !== null) state.textContent = text;
}

function open(): void {
  const inspector = window.open(INSPECTOR, 'stately-inspector');
  if (inspector === null) {
    say('The browser did not open the window: allow this page to open one, and press again.');
    return;
  }
  if (button !== null) button.disabled = true;
  say('Waiting for stately.ai to answer.');
  const address = new URL('wire', location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address);
  let waiting: WireEvent[] = [];
  let isReady = false;
  let count = 0;
  const hand = (event: WireEvent) => {
    inspector.postMessage(event, ORIGIN);
    count += 1;
    say(`Connected: ${count} messages were handed to stately.ai.`);
  };
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const event = JSON.parse(data) as WireEvent;
    if (isReady) hand(event);
    else if (waiting.length < WAITING_MAX) waiting.push(event);
  });
  socket.addEventListener('close', () => say('The inspection has ended: nothing more is sent.'));
  window.addEventListener('message', ({ origin, source, data }: MessageEvent<unknown>) => {
    if (origin !== ORIGIN || source !== inspector) return;
    if ((data as { type?: unknown } | null)?.type !== '@statelyai.connected') return;
    isReady = true;
    for (const event of waiting) hand(event);
    waiting = [];
  });
}

button?.addEventListener('click', open);
