import { people } from '../identity/people.ts';
import { principals } from '../identity/principals.ts';
import { httpApi } from '../platform/pipeline.ts';
import { route } from '../platform/route.ts';
import { ruleText } from '../platform/texts.ts';
import { resources } from '../resources/resources.ts';
import { routes } from './contract.ts';
import { explain } from './service.ts';

const needs = { people, resources };

const table = [
  route(
    routes.explain,
    ({ query, principal }) => explain(needs, principal, query),
    ({ person, decision }, { query, language }) => ({
      body: {
        ...query,
        person,
        ...decision,
        reason: ruleText(language, decision.rule),
      },
    }),
  ),
];

export const handler = httpApi('access', table, { principals });
