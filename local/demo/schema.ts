import * as z from 'zod';
import {
  OrganisationName,
  organisationKinds,
  PersonName,
  Username,
} from '../../functions/identity/contract.ts';
import { roles } from '../../functions/platform/contract.ts';
import { Metadata } from '../../functions/resources/edition/contract.ts';
import {
  audiences,
  visibilities,
} from '../../functions/resources/head/contract.ts';
import { Story } from '../story.ts';

const Key = z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/);

/** A file of a demo resource: what it is called, and what it is made from. */
export const DemoFile = z.strictObject({
  name: z.string(),
  from: z.string(),
  encoding: z.literal('gb18030').optional(),
});
export type DemoFile = z.infer<typeof DemoFile>;

/** One `resource.json` under `local/demo/resources/<slug>/`. */
export const DemoResource = z.strictObject({
  holder: Key,
  /** User name of the teacher who contributes it. */
  contributor: Key,
  /** User names of the students whose work it is. */
  students: z.array(Key).optional(),
  visibility: z.enum(visibilities),
  audience: z.enum(audiences).default('everyone'),
  story: Story.default({ kind: 'published' }),
  metadata: Metadata,
  files: z.array(DemoFile).min(1),
});
export type DemoResource = z.infer<typeof DemoResource>;

/** `local/demo/district.json`: the tree and the people of the demo district. */
export const DemoDistrict = z.strictObject({
  organisations: z.array(
    z.strictObject({
      key: Key,
      kind: z.enum(organisationKinds),
      name: OrganisationName,
      parent: Key.optional(),
    }),
  ),
  people: z.array(
    z.strictObject({
      username: Username,
      name: PersonName,
      organisation: Key,
      role: z.enum(roles),
    }),
  ),
});
export type DemoDistrict = z.infer<typeof DemoDistrict>;
