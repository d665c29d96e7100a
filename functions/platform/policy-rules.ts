import {
  type Action,
  actions,
  type PermissionSet,
  permissionSets,
  type ResourceFacts,
  type Role,
  roles,
} from './contract.ts';

/** What a rule may name: a person holds roles, a machine client one set. */
export type Holding = Role | PermissionSet;

/**
 * One rule of the policy as data. A rule speaks for a person who holds one of
 * `roles`, and for a machine client whose permission set is among them; without
 * `roles` it speaks for everyone, visitors too. All of its conditions must hold.
 */
export type PolicyRule = {
  /** Key of its text in `rules` of the language catalogues; never changes. */
  readonly id: string;
  /** A rule that forbids beats every rule that allows. */
  readonly effect: 'allow' | 'forbid';
  readonly actions: readonly Action[];
  readonly roles?: readonly Holding[];
  /** Speaks for those who hold none of these roles, visitors among them. */
  readonly lacking?: readonly Holding[];
  /**
   * Where the holder must stand: `at` an organisation in which one of `roles`
   * is held, `below` one, or `above` any of the person's organisations. A
   * machine client has one organisation and manages nothing below it.
   */
  readonly holder?: 'at' | 'below' | 'above';
  /** The person is among these people of the resource. */
  readonly among?: 'contributors' | 'contributed' | 'reviewers';
  readonly where?: Partial<
    Pick<
      ResourceFacts,
      'visibility' | 'audience' | 'isPublished' | 'isWithdrawn'
    >
  >;
};

/** Roles whose holders make resources. Source: docs/domain.md, "Roles". */
export const contributingRoles = [
  'teacher',
  'expert',
  'librarian',
] as const satisfies readonly Role[];

/** Whoever makes resources, people and machine clients. */
const contributing: readonly Holding[] = [...contributingRoles, 'contributor'];

/**
 * Roles that reach beyond an organisation's own affairs: who gives and takes
 * them must be able to `appoint`. Source: docs/domain.md, "Roles".
 */
export const appointedRoles = [
  'operator',
  'auditor',
] as const satisfies readonly Role[];

/** All but students: those who may see what is for teachers. */
export const adultRoles = roles.filter((role) => role !== 'student');

/** Everyone who has been let in, by a role or as a machine client. */
const members: readonly Holding[] = [...roles, ...permissionSets];

const record = ['read-work', 'read-history', 'read-review'] as const;

/**
 * Who may do what. `read` is reading what is published; seeing drafts, versions
 * in review and withdrawn resources is `read-work`. An assigned reviewer sees a
 * private resource as work, so that the search filter need not know reviewers.
 * Source: docs/domain.md, "Visibility and audience" and "Roles".
 */
export const policyRules: readonly PolicyRule[] = [
  {
    id: 'public-for-everyone',
    effect: 'allow',
    actions: ['read'],
    where: { visibility: 'public' },
  },
  {
    id: 'district-for-members',
    effect: 'allow',
    actions: ['read'],
    roles: members,
    where: { visibility: 'district' },
  },
  {
    id: 'organisation-for-members',
    effect: 'allow',
    actions: ['read'],
    roles: members,
    holder: 'above',
    where: { visibility: 'organisation' },
  },
  {
    id: 'reviewer-reads-work',
    effect: 'allow',
    actions: ['read-work', 'read-review'],
    roles: adultRoles,
    among: 'reviewers',
    where: { isWithdrawn: false },
  },
  {
    id: 'reviewer-scores',
    effect: 'allow',
    actions: ['score'],
    roles: contributingRoles,
    among: 'reviewers',
    where: { isWithdrawn: false },
  },
  {
    // Asked of research institutes alone: what panels agree on is theirs.
    id: 'institute-reads-agreement',
    effect: 'allow',
    actions: ['read-agreement'],
    roles: ['librarian', 'auditor', 'expert'],
    holder: 'at',
  },
  {
    id: 'contributor-reads-own',
    effect: 'allow',
    actions: ['read', ...record],
    roles: members,
    among: 'contributors',
  },
  {
    id: 'auditor-reads-all',
    effect: 'allow',
    actions: ['read', ...record, 'read-agreement', 'audit'],
    roles: ['auditor'],
    holder: 'below',
  },
  {
    id: 'librarian-manages',
    effect: 'allow',
    actions: [
      'read',
      ...record,
      'assign',
      'decide',
      'publish',
      'withdraw',
      'restore',
      'transfer',
      'read-agreement',
      'write-rubric',
    ],
    roles: ['librarian'],
    holder: 'below',
  },
  {
    id: 'contributor-works-on-own',
    effect: 'allow',
    actions: ['edit', 'submit', 'take-back'],
    roles: contributing,
    among: 'contributors',
  },
  {
    id: 'contributor-contributes',
    effect: 'allow',
    actions: ['contribute'],
    roles: contributing,
    holder: 'at',
  },
  {
    id: 'contributor-uploads',
    effect: 'allow',
    actions: ['upload'],
    roles: contributing,
  },
  {
    id: 'keeper-explains',
    effect: 'allow',
    actions: ['explain'],
    roles: ['librarian', 'organisation-admin', 'auditor'],
    holder: 'below',
  },
  {
    id: 'operator-operates',
    effect: 'allow',
    actions: ['erase', 'administer', 'audit', 'operate', 'appoint'],
    roles: ['operator'],
  },
  {
    id: 'administrator-administers',
    effect: 'allow',
    actions: ['read-person', 'erase', 'administer', 'audit'],
    roles: ['organisation-admin'],
    holder: 'below',
  },
  {
    id: 'own-contribution',
    effect: 'forbid',
    actions: ['assign', 'score', 'decide', 'publish'],
    roles: members,
    among: 'contributed',
  },
  {
    id: 'teachers-only',
    effect: 'forbid',
    actions: ['read', ...record],
    lacking: [...adultRoles, 'harvester', 'contributor'],
    where: { audience: 'teachers' },
  },
  {
    id: 'not-published',
    effect: 'forbid',
    actions: ['read'],
    where: { isPublished: false },
  },
  {
    id: 'withdrawn',
    effect: 'forbid',
    actions: ['read'],
    where: { isWithdrawn: true },
  },
];

/** What is answered where no rule speaks: the rule that would have to allow. */
export const refusals = {
  read: 'readers-only',
  'read-work': 'record-closed',
  'read-history': 'record-closed',
  'read-review': 'record-closed',
  contribute: 'contributing-role-needed',
  upload: 'contributing-role-needed',
  edit: 'contributors-only',
  submit: 'contributors-only',
  'take-back': 'contributors-only',
  decide: 'librarians-only',
  publish: 'librarians-only',
  withdraw: 'librarians-only',
  restore: 'librarians-only',
  transfer: 'librarians-only',
  assign: 'librarians-only',
  score: 'reviewers-only',
  'read-agreement': 'institute-only',
  'write-rubric': 'district-librarians-only',
  explain: 'keepers-only',
  administer: 'administrators-only',
  'read-person': 'administrators-only',
  erase: 'administrators-only',
  audit: 'auditors-only',
  operate: 'operators-only',
  appoint: 'operators-assign',
} as const satisfies Record<Action, string>;

/** What is done in an organisation, whatever the resource. */
const withoutResource: readonly Action[] = [
  'contribute',
  'upload',
  'read-agreement',
  'write-rubric',
  'administer',
  'read-person',
  'erase',
  'audit',
  'operate',
  'appoint',
];

/** Actions on one resource, in the order of the contract. */
export const resourceActions = actions.filter(
  (action) => !withoutResource.includes(action),
);

/** Actions in one organisation, in the order of the contract. */
export const organisationActions = actions.filter(
  (action) => action === 'explain' || withoutResource.includes(action),
);
