import {
  type Edition,
  limits,
  type Metadata,
  studentWork,
} from '../edition/contract.ts';

/** One rule that what was sent breaks: where, which, and what it shows. */
export type Breach = {
  readonly pointer: string;
  /** Key of its text in `rules` of the language catalogues. */
  readonly rule: string;
  readonly [fact: string]: unknown;
};

export type RuleBroken = {
  readonly code: 'rule-broken';
  readonly errors: readonly Breach[];
};

/** What submission needs, in the order that people fill it in. */
const needed = [
  'title',
  'type',
  'learningStages',
  'subjects',
  'language',
  'description',
  'licence',
  'source',
] as const satisfies readonly (keyof Metadata)[];

/**
 * All that keeps a draft from being submitted; pointers lead into the resource
 * as its reader gets it. A description's length is in characters as people
 * count them. Source: docs/domain.md, "Metadata".
 */
export function breachesOf(edition: Edition): Breach[] {
  const missing = needed
    .filter((field) => isEmpty(edition[field]))
    .map((field) => ({ pointer: `/edition/${field}`, rule: 'needed' }));
  return [
    ...missing,
    ...shortDescription(edition),
    ...nothingToTeachWith(edition),
    ...noConsent(edition),
    ...studentsUnnamed(edition),
  ];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

function shortDescription({ description }: Edition): Breach[] {
  if (description === undefined) return [];
  const characters = [...description].length;
  const least = limits.descriptionLeastCharacters;
  return characters < least
    ? [
        {
          pointer: '/edition/description',
          rule: 'description-too-short',
          characters,
          least,
        },
      ]
    : [];
}

function nothingToTeachWith({ files, links = [] }: Edition): Breach[] {
  return files.length + links.length === 0
    ? [{ pointer: '/edition/files', rule: 'files-or-links' }]
    : [];
}

function noConsent({ type, consent }: Edition): Breach[] {
  return type === studentWork && consent === undefined
    ? [{ pointer: '/edition/consent', rule: 'consent-needed' }]
    : [];
}

/**
 * Whoever made student work must be found when they are erased, so that a name
 * alone does not do; it does for an adviser, whose the work is not. Source:
 * docs/adr/0130.
 */
function studentsUnnamed({ type, creators = [] }: Edition): Breach[] {
  if (type !== studentWork) return [];
  if (creators.every(({ role }) => role === 'adviser')) {
    return [{ pointer: '/edition/creators', rule: 'students-needed' }];
  }
  return creators.flatMap(({ person, erased, role }, index) =>
    person === undefined && !erased && role !== 'adviser'
      ? [
          {
            pointer: `/edition/creators/${index}/person`,
            rule: 'student-work-person',
          },
        ]
      : [],
  );
}
