import { followingUp, measured, type Spent } from './measured.ts';
import type { Assumptions } from './options.ts';

/** What a session asks for before anything is opened. */
const requestsOfSession = 3;

/** Requests of a published version beside its edits and files. */
const requestsOfPublication = 4;

/** Of a file: announced, completed, put into the resource. */
const requestsOfUpload = 3;

/** A page of hits; half a unit for each. */
const hits = 20;

export type Used = {
  readonly requests: number;
  readonly events: number;
  readonly spent: Required<Spent>;
};

/** How often each use case runs in a month, and what all of them spend. */
export function useOf(assumed: Assumptions): Used {
  const { downloads, mails, publications, reads, searches, uploads } = assumed;
  const sessions = activePeople(assumed) * assumed['sessions-per-person'];
  const edits = publications * assumed['edits-per-publication'];
  const { asking, long, reading, telling, uploading } = measured;
  const runs: readonly (readonly [number, Spent])[] = [
    [sessions * requestsOfSession, asking],
    [reads + downloads, reading.signedIn],
    [searches, { rru: hits * reading.visitor.rru, wru: 0 }],
    [uploads, uploading.announce],
    [uploads, uploading.complete],
    [uploads, uploading.readText],
    [edits + uploads, long.edit],
    [publications, long.create],
    [publications, long.submit],
    [publications, long['accept for a date']],
    [publications, long.publish],
    [publications, followingUp],
    [publications + mails, telling],
  ];
  const spent = runs.reduce(
    (sum, [times, { rru, wru, s3 = 0 }]) => ({
      rru: sum.rru + times * rru,
      wru: sum.wru + times * wru,
      s3: sum.s3 + times * s3,
    }),
    { rru: 0, wru: 0, s3: 0 },
  );
  return {
    spent,
    requests:
      sessions * requestsOfSession +
      reads +
      searches +
      downloads +
      uploads * requestsOfUpload +
      edits +
      publications * requestsOfPublication,
    // Each step of a history is one event, and each new file with its text two.
    events: publications * 4 + edits + uploads * 3,
  };
}

/** Who signs in within the month. */
export function activePeople({
  students,
  teachers,
  ...rest
}: Assumptions): number {
  return (students + teachers) * rest['active-share'];
}
