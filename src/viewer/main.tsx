import { render } from 'preact';
import { App } from './app.tsx';
import { Connection } from './connection.ts';
import { InspectionStore } from './inspection-store.ts';

const connection = new Connection({
  message: (message) => store.take(message),
  connected: (isConnected) => store.connected(isConnected),
});
const store = new InspectionStore((actorIds) => connection.send({ type: 'history', actorIds }));
const place = document.querySelector('#inspection');
if (place !== null) render(<App store={store} />, place);
connection.open();
