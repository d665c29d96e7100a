import { languages } from '../../../functions/platform/contract.ts';
import { access } from './pages/access.ts';
import { api } from './pages/api.ts';
import { erasure } from './pages/erasure.ts';
import { events } from './pages/events.ts';
import { files } from './pages/files.ts';
import { identity } from './pages/identity.ts';
import { jobs } from './pages/jobs.ts';
import { notifications } from './pages/notifications.ts';
import { operations } from './pages/operations.ts';
import { recovery } from './pages/recovery.ts';
import { resources } from './pages/resources.ts';
import { review } from './pages/review.ts';
import { rosters } from './pages/rosters.ts';
import { seals } from './pages/seals.ts';
import { search } from './pages/search.ts';
import { service } from './pages/service.ts';
import { serviceLevels } from './pages/service-levels.ts';
import { vocabularies } from './pages/vocabularies.ts';
import { watch } from './pages/watch.ts';
import { folders, type Page, pageText } from './section.ts';

/** Every page of alarms, by its name in docs/runbooks. */
const pages: Readonly<Record<string, Page>> = {
  access,
  api,
  erasure,
  events,
  files,
  identity,
  jobs,
  notifications,
  operations,
  recovery,
  resources,
  review,
  rosters,
  seals,
  search,
  service,
  'service-levels': serviceLevels,
  vocabularies,
  watch,
};

/** What is written for them, by file: each page in each language. */
export const runbookPages: Readonly<Record<string, () => string>> =
  Object.fromEntries(
    Object.entries(pages).flatMap(([name, page]) =>
      languages.map((language) => [
        `${folders[language]}/${name}.md`,
        () => pageText(name, page, language),
      ]),
    ),
  );
