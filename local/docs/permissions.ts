import type { Organisation } from '../../functions/identity/contract.ts';
import { placedPerson } from '../../functions/identity/model/person.ts';
import {
  above,
  emptyTree,
  withOrganisation,
} from '../../functions/identity/model/tree.ts';
import {
  type Action,
  actions,
  languages,
  type PermissionSet,
  type Principal,
  permissionSets,
  type ResourceFacts,
  type Role,
  roles,
} from '../../functions/platform/contract.ts';
import { may } from '../../functions/platform/policy.ts';
import {
  policyRules,
  refusals,
} from '../../functions/platform/policy-rules.ts';
import { ruleText } from '../../functions/platform/texts.ts';
import {
  audiences,
  visibilities,
} from '../../functions/resources/head/contract.ts';

/** A school that holds the resource, and where else people are from it. */
const places = {
  S: { id: 'org_school', kind: 'school', parent: 'org_bureau' },
  A: { id: 'org_bureau', kind: 'bureau' },
  B: { id: 'org_group', kind: 'teaching-group', parent: 'org_school' },
  X: { id: 'org_other', kind: 'school', parent: 'org_bureau' },
} as const satisfies Record<string, Omit<Organisation, 'name'>>;
type From = keyof typeof places;
const letters = Object.keys(places) as From[];

const tree = Object.values(places)
  .map((place): Organisation => ({ ...place, name: place.id }))
  .reduce(withOrganisation, emptyTree);

/** The terms of docs/domain.md, as people see them. */
const terms = {
  visitor: '访客',
  student: '学生',
  teacher: '教师',
  expert: '评审专家',
  librarian: '资源管理员',
  'organisation-admin': '机构管理员',
  operator: '平台运维',
  auditor: '督导',
  reader: '系统接口：阅读',
  harvester: '系统接口：采集',
  contributor: '系统接口：贡献',
} as const satisfies Record<Role | PermissionSet | 'visitor', string>;
type Who = keyof typeof terms;
const everyone = Object.keys(terms) as Who[];

const me = 'per_me';
const relations = {
  stranger: {},
  contributor: { contributors: [me], contributed: [me] },
  former: { contributed: [me] },
  reviewer: { reviewers: [me] },
} as const satisfies Record<string, Partial<ResourceFacts>>;
type Relation = keyof typeof relations;

/** `docs/permissions.md`: what the policy answers, asked case by case. */
export function permissionsPage(): string {
  const stranger = doing('stranger', actions);
  const sections = [
    heading,
    '## Reading what is published 阅读已发布的资源',
    ...audiences.map((audience) =>
      [`Audience \`${audience}\``, readingTable('stranger', audience)].join(
        '\n\n',
      ),
    ),
    '### By its contributors 贡献者本人',
    ...audiences.map((audience) =>
      [`Audience \`${audience}\``, readingTable('contributor', audience)].join(
        '\n\n',
      ),
    ),
    '## All else 其他操作',
    'On a resource that one has nothing to do with, of any visibility, audience and state.',
    stranger,
    '### By its contributors 贡献者本人',
    doing('contributor', actions),
    '### By who once contributed 曾经的贡献者',
    doing('former', actions),
    '### By its assigned reviewers, until it is withdrawn 受指派的评审人',
    doing('reviewer', actions),
    '## Rules 规则',
    'A rule that forbids beats every rule that allows. Each decision names its rule; `GET /v1/access` explains it.',
    rulesTable(),
    '## Where no rule speaks 无适用规则时',
    refusalsTable(),
  ];
  return `${sections.join('\n\n')}\n`;
}

const heading = `# Permissions 权限

Written by \`npm run docs\`: the policy (\`functions/platform/policy-rules.ts\`) is asked case by case. A machine client has one of the permission sets ${permissionSets.map((set) => `\`${set}\``).join(', ')} in the place of a role. A privileged role without a second factor gives nothing.

Where somebody belongs, seen from the organisation that holds the resource:

| letter | relation | 与责任单位的关系 |
| --- | --- | --- |
| S | the same | 同一机构 |
| A | above it | 其上级机构 |
| B | below it | 其下属机构 |
| X | apart from it | 其他机构 |

A lower-case letter: only what is for everyone (audience \`everyone\`). 小写字母：仅限面向所有人的资源。`;

function readingTable(
  relation: Relation,
  audience: ResourceFacts['audience'],
): string {
  const cell = (who: Who, visibility: ResourceFacts['visibility']) =>
    letters
      .filter((from) =>
        isAllowed({
          who,
          from,
          action: 'read',
          relation,
          visibility,
          audience,
        }),
      )
      .join('');
  const able = everyone.filter((who) => isPossible(who, relation));
  return table(
    ['role', ...visibilities],
    able.map((who) => [
      named(who),
      ...visibilities.map((visibility) => cell(who, visibility)),
    ]),
  );
}

/** All actions but reading, by role: the letters of where they are allowed. */
function doing(relation: Relation, listed: readonly Action[]): string {
  const able = everyone.filter((who) => isPossible(who, relation));
  return table(
    ['action', ...able.map(named)],
    listed
      .filter((action) => action !== 'read')
      .map((action) => [
        `\`${action}\``,
        ...able.map((who) => cellOf(who, action, relation)),
      ]),
  );
}

function cellOf(who: Who, action: Action, relation: Relation): string {
  return letters
    .map((from) => {
      const count = (audience: ResourceFacts['audience']) =>
        visibilities.filter((visibility) =>
          isAllowed({ who, from, action, relation, visibility, audience }),
        ).length;
      const [open, closed] = [count('everyone'), count('teachers')];
      const all = visibilities.length;
      if (open === 0 && closed === 0) return '';
      if (open === all && closed === all) return from;
      if (open === all && closed === 0) return from.toLowerCase();
      throw new Error(`${who}, ${action}: the page has no letter for this.`);
    })
    .join('');
}

/** A visitor contributes nothing and reviews nothing. */
function isPossible(who: Who, relation: Relation): boolean {
  return who !== 'visitor' || relation === 'stranger';
}

function isAllowed({
  who,
  from,
  action,
  relation,
  visibility,
  audience,
}: {
  readonly who: Who;
  readonly from: From;
  readonly action: Action;
  readonly relation: Relation;
  readonly visibility: ResourceFacts['visibility'];
  readonly audience: ResourceFacts['audience'];
}): boolean {
  const facts: ResourceFacts = {
    holder: places.S.id,
    visibility,
    audience,
    contributors: [],
    contributed: [],
    reviewers: [],
    isPublished: true,
    isWithdrawn: false,
    ...relations[relation],
  };
  return may(principalOf(who, from), action, facts).allowed;
}

function principalOf(who: Who, from: From): Principal {
  const organisation = places[from].id;
  if (who === 'visitor') return { kind: 'visitor' };
  if (isRole(who))
    return placedPerson(me, [{ organisation, roles: [who] }], tree);
  const reads = above(tree, organisation);
  return { kind: 'client', id: me, organisation, permissions: who, reads };
}

function isRole(who: Role | PermissionSet): who is Role {
  return roles.some((role) => role === who);
}

function named(who: Who): string {
  return `${who} ${terms[who]}`;
}

function rulesTable(): string {
  return table(
    ['rule', 'effect', 'actions', ...languages],
    policyRules.map(({ id, effect, actions: ruled }) => [
      `\`${id}\``,
      effect,
      ruled.map((action) => `\`${action}\``).join(' '),
      ...languages.map((language) => ruleText(language, id)),
    ]),
  );
}

function refusalsTable(): string {
  const rules = [...new Set(Object.values(refusals))];
  return table(
    ['rule', 'actions', ...languages],
    rules.map((rule) => [
      `\`${rule}\``,
      actions
        .filter((action) => refusals[action] === rule)
        .map((action) => `\`${action}\``)
        .join(' '),
      ...languages.map((language) => ruleText(language, rule)),
    ]),
  );
}

function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => (cell === '' ? '–' : cell)).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join(
    '\n',
  );
}
