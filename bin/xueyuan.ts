import { App } from 'aws-cdk-lib';
import { addStacks } from '../lib/app.ts';
import { bundle } from '../lib/bundle.ts';
import { readStage } from '../lib/config.ts';

const app = new App();
const stage = readStage({
  stage: app.node.tryGetContext('stage'),
  overrides: app.node.tryGetContext('overrides'),
});
bundle();
addStacks(app, stage);
