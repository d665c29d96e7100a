import { partBytes } from '../functions/operations/service/exporting.ts';
import { type Deployment, functionGb } from './deployment.ts';
import { exported, measured } from './measured.ts';
import type { Assumptions } from './options.ts';

const nights = 30;
const bytesInGb = 1_000_000_000;

/**
 * How long Cognito takes to list accounts, 60 a request: the export's time is
 * that. Source: ADR 0161, eight minutes for 300,000; not measured, for the
 * emulator's answers say nothing of it.
 */
const secondsForAccounts = 480 / 300_000;

/** What a month of nightly exports uses, by price. */
export function exportOf(
  { copies, exportDays }: Deployment,
  assumed: Assumptions,
): Record<string, number> {
  const people = assumed.students + assumed.teachers;
  const shares = people / exported.people;
  const { rru, s3 } = measured.exporting;
  const requests = s3 + (shares * exported.lineBytes) / partBytes;
  const gb = (shares * exported.packedBytes) / bytesInGb;
  const seconds = people * assumed['own-accounts-share'] * secondsForAccounts;
  return {
    readUnit: nights * shares * rru,
    objectWrite: nights * requests,
    objectStorage: exportDays * gb,
    ...(copies && { betweenRegions: nights * gb }),
    keyRequest: nights * requests,
    lambdaRequest: nights,
    lambdaGbSecond: nights * seconds * functionGb,
  };
}
