import type { Machine, PortFact } from './machine.ts';
import type { Say } from './text.ts';

/** One thing that was looked at: what is so, and if it is bad, how to mend it. */
export type Finding = {
  readonly isGood: boolean;
  readonly text: string;
  readonly mend?: string;
};

/** Oldest versions that the platform was run with. */
const least = { python: [3, 10], java: 17 } as const;

const gigabyte = 1024 ** 3;

/**
 * Tools, libraries and the demo district take 0.3 GB; the rest is room for the
 * files that a person uploads, and for logs.
 */
const leastFreeBytes = 2 * gigabyte;

/** OpenSearch 0.6 GB, the emulator 0.2 GB, sixteen functions 0.9 GB, the build 0.6 GB. */
const leastMemoryBytes = 3 * gigabyte;

/** Judges a machine, in words, each finding with its cure. */
export function findingsOf(machine: Machine, say: Say): Finding[] {
  return [
    { isGood: true, text: say('nodeFound', { version: machine.node }) },
    pythonFinding(machine, say),
    javaFinding(machine, say),
    found(machine.maven, say('mavenFound', { version: machine.maven }), {
      text: say('mavenMissing'),
      mend: install(machine, say, { apt: 'maven', brew: 'maven' }),
    }),
    ...machine.ports.map((port) => portFinding(port, say)),
    diskFinding(machine, say),
    memoryFinding(machine, say),
  ];
}

function pythonFinding(machine: Machine, say: Say): Finding {
  const { python, hasVenv } = machine;
  const [, major = '0', minor = '0'] = python?.match(/(\d+)\.(\d+)/) ?? [];
  const [leastMajor, leastMinor] = least.python;
  const isNew =
    Number(major) > leastMajor ||
    (Number(major) === leastMajor && Number(minor) >= leastMinor);
  const facts = { version: python, least: least.python.join('.') };
  const mend = install(machine, say, {
    apt: 'python3 python3-venv',
    brew: 'python@3.12',
  });
  if (!python)
    return { isGood: false, text: say('pythonMissing', facts), mend };
  if (!isNew) return { isGood: false, text: say('pythonOld', facts), mend };
  if (!hasVenv) return { isGood: false, text: say('venvMissing'), mend };
  return { isGood: true, text: say('pythonFound', facts) };
}

function javaFinding(machine: Machine, say: Say): Finding {
  const version = machine.java?.match(/version "(\d+(?:\.\d+)*)/)?.[1];
  const facts = { version, least: least.java };
  const mend = install(machine, say, {
    apt: 'openjdk-17-jre-headless',
    brew: 'openjdk@17',
  });
  if (!version) return { isGood: false, text: say('javaMissing', facts), mend };
  // Java 8 called itself 1.8.
  const major = majorOf(version.replace(/^1\./, ''));
  const isGood = major >= least.java;
  if (!isGood) return { isGood, text: say('javaOld', facts), mend };
  return { isGood, text: say('javaFound', facts) };
}

/** The variable that moves each port. OpenSearch's two move together. */
const variables = {
  emulator: { name: 'XUEYUAN_PORT', other: 4_587 },
  engine: { name: 'XUEYUAN_ENGINE_PORT', other: 9_229 },
  engineTransport: { name: 'XUEYUAN_ENGINE_PORT', other: 9_229 },
} as const;

function portFinding({ purpose, port, holder }: PortFact, say: Say): Finding {
  if (holder === 'free')
    return { isGood: true, text: say('portFree', { port }) };
  if (holder === 'ours')
    return { isGood: true, text: say('portOurs', { port }) };
  const { name, other } = variables[purpose];
  const who = holder.who ?? say('somebody');
  return {
    isGood: false,
    text: say('portTaken', { port, who }),
    mend: say('movePort', { name, other }),
  };
}

function diskFinding({ freeBytes }: Machine, say: Say): Finding {
  const facts = {
    free: gigabytes(freeBytes),
    least: gigabytes(leastFreeBytes),
  };
  const isGood = freeBytes >= leastFreeBytes;
  if (isGood) return { isGood, text: say('diskGood', facts) };
  return { isGood, text: say('diskFull', facts), mend: say('freeDisk') };
}

function memoryFinding({ memoryBytes }: Machine, say: Say): Finding {
  const facts = {
    has: gigabytes(memoryBytes),
    least: gigabytes(leastMemoryBytes),
  };
  const isGood = memoryBytes >= leastMemoryBytes;
  if (isGood) return { isGood, text: say('memoryGood', facts) };
  return { isGood, text: say('memoryShort', facts), mend: say('freeMemory') };
}

function found(
  version: string | undefined,
  text: string,
  otherwise: { readonly text: string; readonly mend: string },
): Finding {
  return version ? { isGood: true, text } : { isGood: false, ...otherwise };
}

/** How to get a package on this kind of system. */
function install(
  { system }: Machine,
  say: Say,
  names: { readonly apt: string; readonly brew: string },
): string {
  if (system === 'darwin') return say('installByBrew', { names: names.brew });
  return say('installByApt', { names: names.apt });
}

function majorOf(version: string): number {
  return Number(version.split('.')[0]);
}

function gigabytes(bytes: number): string {
  return (bytes / gigabyte).toFixed(1);
}
