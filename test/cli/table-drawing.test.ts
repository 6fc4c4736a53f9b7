// Tables for a reader: whole where there is room, and never a cell cut where there is not.
import { describe, expect, it } from 'vitest';
import { drawn } from '../../src/cli/table-drawing.ts';

const COLUMNS = ['session_id', 'tenant', 'status', 'note', 'start_at'];
const ROWS = [
  { session_id: 's-1', tenant: 'default', status: 'Ended', note: null, start_at: '09:00' },
  { session_id: 's-2', tenant: 'default', status: 'Active', note: null, start_at: '10:00' },
];
const WHOLE = drawn(COLUMNS, ROWS).split('\n');
const WIDTH = WHOLE[0]?.length ?? 0;

const heads = (text: string) => text.split('\n')[1]?.match(/\w+/g);

describe('a drawn table', () => {
  it('leaves out columns without a value, and else is whole where there is room', () => {
    expect(heads(drawn(COLUMNS, ROWS))).toEqual(['session_id', 'tenant', 'status', 'start_at']);
    expect(drawn(COLUMNS, ROWS, WIDTH)).toBe(WHOLE.join('\n'));
  });

  it('first gives up what every row says, and says it once', () => {
    const text = drawn(COLUMNS, ROWS, WIDTH - 1);
    expect(heads(text)).toEqual(['session_id', 'status', 'start_at']);
    expect(text).toMatch(/\nIn every row: tenant default\.$/);
  });

  it('then gives up its last columns, and names them and where they are to be had', () => {
    const text = drawn(COLUMNS, ROWS, 30);
    expect(heads(text)).toEqual(['session_id', 'status']);
    expect(text).toMatch(/\nNo room here for start_at: .*--format csv shows them\.$/);
    expect(
      Math.max(
        ...text
          .split('\n')
          .slice(0, 6)
          .map((line) => line.length),
      ),
    ).toBeLessThan(31);
  });

  it('gives up what is a part of the id that it begins with', () => {
    const rows = ['default/chat/ada/1', 'default/sms/bob/2'].map((id) => {
      const [, channel_id = '', end_user_id = ''] = id.split('/');
      return { session_id: id, channel_id, end_user_id, status: 'Ended', cause: end_user_id };
    });
    rows[1] = { ...rows[1]!, status: 'Active', cause: 'timer' };
    const text = drawn(Object.keys(rows[0] ?? {}), rows, 45);
    expect(heads(text)).toEqual(['session_id', 'status', 'cause']);
    expect(text).toMatch(/\nParts of session_id: channel_id, end_user_id\.$/);
  });

  it('keeps its first column in the narrowest place', () => {
    expect(heads(drawn(COLUMNS, ROWS, 3))).toEqual(['session_id']);
  });

  it('keeps the only row whole as far as it fits: nothing is the same in one', () => {
    expect(heads(drawn(COLUMNS, ROWS.slice(0, 1), 30))).toEqual(['session_id', 'tenant']);
  });

  it('is drawn as ever where it has no rows', () => {
    expect(heads(drawn(COLUMNS, [], 20))).toEqual(['session_id']);
  });
});
