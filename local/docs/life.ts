import { closedStates } from '../../functions/resources/head/contract.ts';
import {
  type Step,
  steps,
} from '../../functions/resources/history/contract.ts';
import {
  life,
  type Row,
  type Standing,
} from '../../functions/resources/model/life.ts';

/** `docs/life.md`: the life of a version, drawn from the table that decides. */
export function lifePage(): string {
  return `${[heading, diagram(), ending, table()].join('\n\n')}\n`;
}

const heading = `# Life of a version 版本的生命周期

Written by \`npm run docs\` from \`functions/resources/model/life.ts\`. An arrow is a step; a step that no arrow shows is answered with 409, the state, and the steps that are possible.`;

const ending =
  'Every step is one entry of the history and one event, `resource.<…>`. A step without “leads to” leaves the version where it is.';

const rows = Object.entries<Row>(life) as [Step, Row][];

function diagram(): string {
  const arrows = rows.flatMap(([step, row]) => arrowsOf(step, row));
  const lines = [...new Set(arrows)].map((arrow) => `    ${arrow}`);
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n');
}

function arrowsOf(step: Step, { from, to, opens, retires }: Row): string[] {
  if (to === undefined) return [];
  const starts = from.length > 0 ? from.flatMap(statesOf) : ['[*]'];
  return [
    // A redaction starts anywhere; an arrow from everything says nothing.
    ...(life[step] === life.redact ? [] : starts).map(
      (start) => `${start} --> ${named(to)}: ${step}`,
    ),
    ...(opens ? [`${named(to)} --> draft: the next version opens`] : []),
    ...(retires
      ? [`published --> ${named(retires)}: the next publication`]
      : []),
  ];
}

/** The states of the version that a resource stands for. */
function statesOf(standing: Standing): string[] {
  return standing === 'closed' ? closedStates.map(named) : [named(standing)];
}

/** Mermaid takes a hyphen in a state's name for an arrow. */
function named(state: string): string {
  return state.replaceAll('-', '_');
}

/** Who takes the steps that nobody asks for. */
const takenBy = {
  date: 'by its date alone',
  erasure: 'only when a person is erased',
  recovery: 'only when another Region takes over',
} as const satisfies Record<NonNullable<Row['by']>, string>;

function table(): string {
  const lines = rows.map(([step, row]) => {
    const { from, to, needs, never, by } = row;
    const also = [
      ...(needs ? [`something is ${needs}`] : []),
      ...(never ? [`not after a withdrawal of kind \`${never}\``] : []),
      ...(by ? [takenBy[by]] : []),
    ];
    return [
      `\`${step}\``,
      `\`resource.${steps[step]}\``,
      from.join(', '),
      to ?? '',
      also.join('; '),
    ];
  });
  const head = ['step', 'event', 'from', 'leads to', 'only if'];
  return [head, head.map(() => '---'), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}
