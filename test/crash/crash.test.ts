import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCampaign } from './campaign.ts';
import { HostProgram } from './host-process.ts';

/** `npm run test:crash` asks for a hundred. */
const KILLS = Number(process.env['CRASH_KILLS'] ?? 12);
const SEED = Number(process.env['CRASH_SEED'] ?? randomInt(2 ** 31));
const SECONDS_A_KILL = 8;

let program: HostProgram;
beforeAll(async () => {
  program = await HostProgram.compile();
}, 60_000);
afterAll(() => program.remove({ keepsFiles: process.env['CRASH_KEEP'] !== undefined }));

describe(`a host that is killed ${KILLS} times (seed ${SEED})`, () => {
  it(
    'loses no acknowledged event, tells no fact twice, leaves no gap and moves no deadline',
    async () => {
      const report = await runCampaign(program, SEED, KILLS);
      const { kills, ways, lives, files, acknowledged, findings } = report;
      expect(findings).toEqual([]);
      expect(kills).toBe(KILLS);
      const counts = [...ways].map(([way, count]) => `${count} ${way}`).join(', ');
      console.log(
        `${kills} kills (${counts}) in ${lives} lives of ${files} files, ${acknowledged} events acknowledged`,
      );
    },
    KILLS * SECONDS_A_KILL * 1000,
  );
});
