import {
  CliCredentialsStackSynthesizer,
  DefaultStackSynthesizer,
  RemovalPolicy,
  Stack,
  Tags,
} from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { type Names, namesOf, type ParameterName } from '../names.ts';

/**
 * A stack of Xueyuan: named, tagged and protected as its stage says. What AWS
 * names, one stack publishes and another finds as an SSM parameter, so that
 * no stack holds on to another's exports.
 */
export abstract class PlatformStack extends Stack {
  readonly stage: Stage;
  readonly names: Names;

  constructor(scope: Construct, noun: string, stage: Stage, capability = noun) {
    const names = namesOf(stage);
    super(scope, noun, {
      stackName: names.stack(noun),
      env: { account: stage.account, region: stage.region },
      terminationProtection: stage.protect,
      // One for each stack: a shared one lists all stacks' assets in each.
      synthesizer:
        stage.publishing === 'caller'
          ? new CliCredentialsStackSynthesizer()
          : new DefaultStackSynthesizer(),
    });
    this.stage = stage;
    this.names = names;
    Tags.of(this).add('stage', stage.name);
    Tags.of(this).add('capability', capability);
    Tags.of(this).add('district', stage.district.id);
  }

  /** What becomes of a thing that holds data when its stack lets go of it. */
  get dataRemoval(): RemovalPolicy {
    return this.stage.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  }

  /** Lets other stacks find what AWS named here. */
  publish(name: ParameterName, value: string): void {
    new StringParameter(this, `Publish-${name}`, {
      parameterName: this.names.parameter(name),
      stringValue: value,
    });
  }

  /** What another stack published; read anew on each deploy of this one. */
  find(name: ParameterName): string {
    return StringParameter.valueForStringParameter(
      this,
      this.names.parameter(name),
    );
  }
}
