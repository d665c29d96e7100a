import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  App,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
  Stack,
  Validations,
} from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import type { TestProject } from 'vitest/node';
import * as z from 'zod';
import { addStacks } from '../../lib/app.ts';
import { bundle } from '../../lib/bundle.ts';
import { readStage, type Stage } from '../../lib/config.ts';
import type { Acceptance, Finding, Synthesised } from './synthesised.ts';

/** As `npm run recover` leaves a stage whose primary Region was lost. */
const takenOver = {
  active: 'recovery',
  epoch: 2,
  recovery: { copies: false },
};

/** Synthesises every stage once, in this process, and hands on what came out. */
export default function setup(project: TestProject): void {
  bundle();
  const made = (stage: string, overrides?: string) =>
    synthesise(readStage({ stage, overrides }));
  project.provide('synthesised', {
    prod: made('prod'),
    dev: made('dev'),
    local: made('local'),
    whole: made('local', '{"omit":[]}'),
    taken: made('dev', JSON.stringify(takenOver)),
    cn: synthesise(exampleStage('cn')),
  });
}

/** The stage that somebody has who copies an example and changes nothing. */
function exampleStage(name: string): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'xueyuan-example-'));
  try {
    copyFileSync(`config/${name}.example.json`, join(folder, `${name}.json`));
    return readStage({ stage: name }, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) });
const { context } = CdkJson.parse(JSON.parse(readFileSync('cdk.json', 'utf8')));

/** Adds a stage's stacks to an app in a folder that is gone afterwards. */
function inApp<T>(stage: Stage, judge: (app: App, outdir: string) => T): T {
  const outdir = mkdtempSync(join(tmpdir(), 'xueyuan-infra-'));
  try {
    const app = new App({ context, outdir, analyticsReporting: false });
    addStacks(app, stage);
    return judge(app, outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function synthesise(stage: Stage): Synthesised {
  const found = findingsOf(stage);
  return inApp(stage, (app, outdir) => {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const complaint = complaintOf(app);
    const templatesIn = (scope: IConstruct) =>
      scope.node.children
        .filter((child) => child instanceof Stack)
        .map((stack) => ({
          stack: stack.node.id,
          isProtected: stack.terminationProtection === true,
          template: JSON.parse(
            readFileSync(join(outdir, stack.templateFile), 'utf8'),
          ),
        }));
    const accepted = acceptancesOf(app);
    const templates = templatesIn(app);
    const away = templatesIn(app.node.findChild('recovery'));
    return { stage, complaint, accepted, found, templates, away };
  });
}

/** What synthesis refused; the templates are written all the same. */
function complaintOf(app: App): string {
  try {
    app.synth();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** All that cdk-nag finds while nothing is accepted. */
function findingsOf(stage: Stage): Finding[] {
  const { acknowledge } = Validations.prototype;
  Validations.prototype.acknowledge = () => undefined;
  try {
    return inApp(stage, (app) => {
      const pack = new RecordingPack(app);
      Validations.of(app).addPlugins(pack);
      complaintOf(app);
      return pack.found;
    });
  } finally {
    Validations.prototype.acknowledge = acknowledge;
  }
}

class RecordingPack extends AwsSolutionsChecks {
  readonly found: Finding[] = [];

  override validate(
    judged: IPolicyValidationContext,
  ): PolicyValidationPluginReport {
    const report = super.validate(judged);
    for (const { ruleName: rule, violatingResources } of report.violations) {
      for (const { constructPath: path = '' } of violatingResources) {
        this.found.push({ rule, path });
      }
    }
    return report;
  }
}

const Acknowledged = z.record(z.string(), z.string());

function acceptancesOf(app: App): Acceptance[] {
  return app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(
        ({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY,
      )
      .flatMap(({ data }) => Object.entries(Acknowledged.parse(data)))
      .map(([rule, reason]) => ({
        rule: rule.replace('Annotation::', ''),
        reason,
        path: node.path,
      })),
  );
}
