import type { PythonCall, PythonValue } from '../../python/value.js';
import type { DriverValue } from './driver-values.js';

/** `datetime.datetime(...)`, `datetime.date(...)`, `datetime.time(...)`, `datetime.timedelta(...)`; else undefined. */
export function dateValue(call: PythonCall): DriverValue | undefined {
  switch (call.path) {
    case 'datetime.date':
      return dateOf(call);
    case 'datetime.time':
      return timeOf(call);
    case 'datetime.datetime':
      return timestampOf(call);
    case 'datetime.timedelta':
      return intervalOf(call);
    default:
      return undefined;
  }
}

/** Seconds and microseconds of a number of microseconds, days apart, as Python keeps a timedelta. */
function interval(microseconds: bigint): DriverValue {
  const day = 86_400_000_000n;
  let days = microseconds / day;
  if (days * day > microseconds) days -= 1n;
  const rest = Number(microseconds - days * day);
  return { type: 'interval', days: Number(days), seconds: Math.floor(rest / 1e6), microseconds: rest % 1e6 };
}

function dateOf(call: PythonCall): DriverValue | undefined {
  const parts = numbersOf(call, ['year', 'month', 'day']);
  return parts === undefined ? undefined : { type: 'date', text: dateText(parts) };
}

function timeOf(call: PythonCall): DriverValue | undefined {
  const parts = numbersOf(call, ['hour', 'minute', 'second', 'microsecond']);
  return parts === undefined ? undefined : { type: 'time', text: timeText(parts) };
}

function timestampOf(call: PythonCall): DriverValue | undefined {
  const parts = numbersOf(call, ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo', 'fold']);
  if (parts === undefined) return undefined;
  const zone = call.keywords.find(({ name }) => name === 'tzinfo')?.value ?? call.positional[7];
  if (zone !== undefined && zone.kind !== 'none' && !isUtc(zone)) return undefined;
  const offset = zone === undefined || zone.kind === 'none' ? '' : '+00:00';
  return { type: 'timestamp', text: `${dateText(parts)}T${timeText(parts)}${offset}` };
}

function isUtc(zone: PythonValue): boolean {
  return zone.kind === 'name' && /(^|\.)(utc|UTC)$/.test(zone.path);
}

const inMicroseconds: Readonly<Record<string, number>> = {
  days: 86_400_000_000,
  seconds: 1_000_000,
  microseconds: 1,
  milliseconds: 1000,
  minutes: 60_000_000,
  hours: 3_600_000_000,
  weeks: 604_800_000_000,
};

function intervalOf(call: PythonCall): DriverValue | undefined {
  const parts = numbersOf(call, Object.keys(inMicroseconds));
  if (parts === undefined) return undefined;
  const total = Object.entries(parts).reduce((sum, [name, value]) => sum + value * (inMicroseconds[name] ?? 0), 0);
  return Number.isSafeInteger(Math.round(total)) ? interval(BigInt(Math.round(total))) : undefined;
}

/** The numbers of a call by name; undefined when one of them is no constant. */
function numbersOf(call: PythonCall, names: readonly string[]): Readonly<Record<string, number>> | undefined {
  const parts: Record<string, number> = {};
  const given = [
    ...call.positional.map((value, at) => ({ name: names[at], value })),
    ...call.keywords.map(({ name, value }) => ({ name, value })),
  ];
  for (const { name, value } of given) {
    if (name === undefined) return undefined;
    if (name === 'tzinfo' || name === 'fold') continue;
    const number = numberOf(value);
    if (number === undefined) return undefined;
    parts[name] = number;
  }
  return parts;
}

function numberOf(value: PythonValue): number | undefined {
  if (value.kind === 'number') return value.value;
  if (value.kind === 'unary' && value.operator === '-' && value.operand.kind === 'number') return -value.operand.value;
  return undefined;
}

function dateText({ year = 1, month = 1, day = 1 }: Readonly<Record<string, number>>): string {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function timeText({ hour = 0, minute = 0, second = 0, microsecond = 0 }: Readonly<Record<string, number>>): string {
  const fraction = microsecond === 0 ? '' : `.${pad(microsecond, 6)}`;
  return `${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}${fraction}`;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
