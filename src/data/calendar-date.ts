/** Days from 1960-01-01, where SAS counts from, to 1970-01-01. */
export const sasEpochDays = 3653;
const secondsPerDay = 86_400;

/** First and last day that a date column holds: the Gregorian calendar's first year and the last of four digits. */
const firstDay = daysFromParts(1582, 1, 1)!;
const lastDay = daysFromParts(9999, 12, 31)!;

/** A text that should be a date. `time` tells that the text also had a time of day. */
export type DateCell =
  | { readonly kind: 'day'; readonly days: number; readonly time: boolean }
  | { readonly kind: 'partial' }
  | { readonly kind: 'not-a-date' };

/**
 * Reads an ISO 8601 date, `YYYY-MM-DD` with an optional time of day. `YYYY`, `YYYY-MM` and the CDISC form with hyphens
 * for unknown parts (`2020---15`) are partial. Days that the calendar does not have are not dates.
 */
export function parseIsoDate(text: string): DateCell {
  const full = /^(\d{4})-(\d{2})-(\d{2})(T[\d:.,+\-Z]*)?$/.exec(text);
  if (full !== null) {
    const days = daysFromParts(Number(full[1]), Number(full[2]), Number(full[3]));
    const isHeld = days !== null && days >= firstDay && days <= lastDay;
    return isHeld ? { kind: 'day', days, time: full[4] !== undefined } : { kind: 'not-a-date' };
  }
  const partial = /^(?:\d{4}|-)(?:-(?:\d{2}|-)(?:-(?:\d{2}|-))?)?$/.test(text);
  return partial && text !== '-' ? { kind: 'partial' } : { kind: 'not-a-date' };
}

/** Days since 1970-01-01 of a SAS date (days since 1960) or SAS datetime (seconds since 1960); null out of range. */
export function daysFromSas(value: number, isDatetime: boolean): number | null {
  const days = Math.floor(isDatetime ? value / secondsPerDay : value) - sasEpochDays;
  return days >= firstDay && days <= lastDay ? days : null;
}

/** `YYYY-MM-DD` of days since 1970-01-01. */
export function isoDate(days: number): string {
  return new Date(days * secondsPerDay * 1000).toISOString().slice(0, 10);
}

/** What a SAS display format makes of a number: a date, a moment, or neither. */
export function sasFormatKind(format: string | null): 'date' | 'datetime' | 'other' {
  const name = (format ?? '').toUpperCase().replace(/\d*\.\d*$/, '');
  if (/^(DATETIME|E8601D[TNX]|B8601D[TNX]|IS8601DT|DATEAMPM|MDYAMPM)$/.test(name)) return 'datetime';
  const isDate =
    /^(DATE|(DDMMYY|MMDDYY|YYMMDD|YYMM|MMYY)[BCDNPS]?|MONYY|[EBI]S?8601DA|WEEKDAT[EX]|WORDDAT[EX]|JULIAN)$/.test(
      name,
    );
  return isDate ? 'date' : 'other';
}

function daysFromParts(year: number, month: number, day: number): number | null {
  const milliseconds = Date.UTC(year, month - 1, day);
  const date = new Date(milliseconds);
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? milliseconds / (secondsPerDay * 1000) : null;
}

/** Seconds since 1960-01-01T00:00:00 of a complete ISO 8601 datetime without time zone, as SAS counts; else null. */
export function secondsFromIsoDateTime(text: string): number | null {
  const split = text.indexOf('T');
  const date = parseIsoDate(split < 0 ? text : text.slice(0, split));
  const seconds = split < 0 ? 0 : secondsFromIsoTime(text.slice(split + 1));
  if (date.kind !== 'day' || seconds === null) return null;
  return (date.days + sasEpochDays) * secondsPerDay + seconds;
}

/** Seconds since midnight of an ISO 8601 time, `hh:mm` or `hh:mm:ss` with optional decimals; else null. */
export function secondsFromIsoTime(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?$/.exec(text);
  return match === null ? null : Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0);
}

/** `YYYY-MM-DDThh:mm:ss` of whole seconds since 1960-01-01T00:00:00. */
export function isoDateTimeFromSas(seconds: number): string {
  const milliseconds = (seconds - sasEpochDays * secondsPerDay) * 1000;
  return new Date(milliseconds).toISOString().slice(0, 19);
}
