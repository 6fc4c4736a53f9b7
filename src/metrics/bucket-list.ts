// Buckets of one grain in ascending order. Most of what is added belongs to the last one.
import { FigureBucket } from './figure-bucket.ts';

/** Place of the first bucket that does not start before a minute. */
export function placeOf(list: readonly FigureBucket[], minute: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as FigureBucket).startMinute < minute) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The bucket that starts at a minute, made where there is none. */
export function bucketAt(list: FigureBucket[], minute: number): FigureBucket {
  const last = list[list.length - 1];
  if (last !== undefined && last.startMinute === minute) return last;
  if (last === undefined || last.startMinute < minute) {
    const bucket = new FigureBucket(minute);
    list.push(bucket);
    return bucket;
  }
  const place = placeOf(list, minute);
  const found = list[place];
  if (found !== undefined && found.startMinute === minute) return found;
  const bucket = new FigureBucket(minute);
  list.splice(place, 0, bucket);
  return bucket;
}
