import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { routes } from '../../functions/identity/contract.ts';
import type { Stage } from '../config.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** To open an account, and to give it another first password. */
const accountActions = [
  'AdminCreateUser',
  'AdminGetUser',
  'AdminSetUserPassword',
] as const;

/** Identity: organisations, people, and the roles that they hold. */
export class IdentityFunctionsStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'identity', stage);
    const environment = { EPOCH: String(stage.epoch) };
    const api = this.api({
      routes,
      environment: {
        ...environment,
        DISTRICT_NAME: stage.district.name['zh-CN'],
      },
    });
    api.useTable(
      'directory',
      [
        'GetItem',
        'BatchGetItem',
        'Query',
        'PutItem',
        'UpdateItem',
        'DeleteItem',
        'ConditionCheckItem',
      ],
      ['byOwner'],
    );
    // Seals of organisations' histories, their proofs and keys.
    api.useTable('catalogue', ['GetItem', 'Query']);
    api.useUserPool([
      ...accountActions,
      'AdminSetUserMFAPreference',
      'AdminUserGlobalSignOut',
      'CreateUserPoolClient',
      'DeleteUserPoolClient',
    ]);

    // No route leads to it: an administrator of the account invokes it once.
    const first = this.function('OnFirstOperator', {
      entry: 'on-first-operator',
      environment: { ...environment, ISSUERS: this.issuers() },
      timeout: Duration.seconds(30),
    });
    first.useTable('directory', ['GetItem', 'BatchGetItem', 'PutItem']);
    first.useUserPool(accountActions);

    // Nor to this one: the tool `first-passwords` invokes it.
    const passwords = this.function('OnFirstPasswords', {
      entry: 'on-first-passwords',
      timeout: Duration.minutes(2),
    });
    passwords.useTable('directory', ['BatchGetItem', 'Query'], ['byOwner']);
    passwords.useUserPool(['AdminGetUser', 'AdminSetUserPassword']);
  }
}
