import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/testing/index.ts';

const START = 1_772_442_000_000;

describe('the virtual clock', () => {
  it('stops at each wake-up on the way, one asked for within a wake-up included', async () => {
    const clock = new VirtualClock(START);
    const woken: number[] = [];
    clock.wakeAt(START + 10, () => {
      woken.push(clock.now());
      clock.wakeAt(START + 15, () => {
        woken.push(clock.now());
        return Promise.resolve();
      });
      return Promise.resolve();
    });
    await clock.advanceBy(100);
    expect([...woken, clock.now()]).toEqual([START + 10, START + 15, START + 100]);
  });

  it('goes forward only, by what is a duration', async () => {
    const clock = new VirtualClock('2026-03-02T09:00:00Z');
    await clock.advanceBy('PT30H');
    expect(clock.at).toBe('2026-03-03T15:00:00.000Z');
    await expect(clock.advanceTo('2026-03-02T09:00:00Z')).rejects.toMatchObject({
      code: 'time_invalid',
    });
    await expect(clock.advanceBy('a while')).rejects.toMatchObject({ code: 'time_invalid' });
    await expect(clock.advanceBy(-1)).rejects.toMatchObject({ code: 'time_invalid' });
    expect(() => new VirtualClock('noon')).toThrow(/RFC 3339/);
  });
});

describe('holdline/testing', () => {
  it('imports of vitest nothing but types', () => {
    const folder = new URL('../../src/testing/', import.meta.url);
    const imports = readdirSync(folder)
      .flatMap((file) => readFileSync(new URL(file, folder), 'utf8').split('\n'))
      .filter((line) => line.includes("'vitest'"));
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter((line) => !/^(import type |declare module )/.test(line))).toEqual([]);
  });
});
