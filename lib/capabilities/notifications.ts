import { Duration } from 'aws-cdk-lib';
import { CfnEmailIdentity } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { routes } from '../../functions/notifications/contract.ts';
import type { MailSender } from '../../functions/notifications/mail/contract.ts';
import { steps } from '../../functions/resources/history/contract.ts';
import { events as reviewNews } from '../../functions/review/news/contract.ts';
import type { Stage } from '../config.ts';
import type { ServiceFunction } from '../constructs/service-function.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** A resource has up to 50 contributors, each with a mail of some 100 ms. */
const telling = { timeout: Duration.seconds(60), concurrency: 5 } as const;

/** Steps that are news to somebody. */
const told = [
  'accept',
  'publish',
  'reject',
  'request-changes',
  'withdraw',
  'restore',
  'remind',
  'fall-due',
  'renew',
] as const satisfies (keyof typeof steps)[];

/** Notifications: what people are told, in the platform and by e-mail. */
export class NotificationsStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'notifications', stage);
    const api = this.api({ routes });
    api.useTable('work', ['GetItem', 'Query', 'UpdateItem'], ['byOwner']);
    api.useTable('catalogue', ['BatchGetItem']);
    api.useTable('directory', ['GetItem', 'BatchGetItem', 'Query']);

    const onNews = this.consumer('OnNews', {
      entry: 'on-news',
      events: [
        ...told.map((step) => `resource.${steps[step]}`),
        ...Object.keys(reviewNews),
      ],
      environment: {
        EPOCH: String(stage.epoch),
        ...(stage.mail && { MAIL: JSON.stringify(stage.mail) }),
      },
      ...telling,
    });
    onNews.useTable('catalogue', ['GetItem', 'BatchGetItem']);
    onNews.useTable('work', ['GetItem', 'PutItem', 'UpdateItem']);
    onNews.useTable('directory', ['Query']);
    onNews.useUserPool(['AdminGetUser']);
    if (stage.mail) this.#mail(onNews, stage.mail);
  }

  /** The leave to send from one address alone, or to read a server's password. */
  #mail(onNews: ServiceFunction, sender: MailSender): void {
    const { partition, account, region } = this;
    if (sender.transport === 'smtp') {
      const name = sender.passwordParameter;
      onNews.allow({
        actions: ['ssm:GetParameter'],
        resources: [
          `arn:${partition}:ssm:${region}:${account}:parameter${name}`,
        ],
      });
      return;
    }
    const { from } = sender;
    if (sender.region === this.stage.region) {
      new CfnEmailIdentity(this, 'Sender', { emailIdentity: from });
    }
    const identity = `${sender.region}:${account}:identity/${from}`;
    onNews.allow({
      actions: ['ses:SendEmail'],
      resources: [`arn:${partition}:ses:${identity}`],
    });
  }
}
