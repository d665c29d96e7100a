import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DemoDistrict, DemoResource } from './schema.ts';

/** A demo resource with the folder that its files are made from. */
export type DemoItem = DemoResource & {
  readonly slug: string;
  readonly folder: string;
};

const folder = import.meta.dirname;

export function readDistrict(): DemoDistrict {
  const text = readFileSync(join(folder, 'district.json'), 'utf8');
  return DemoDistrict.parse(JSON.parse(text));
}

/** Every demo resource, by the names of their folders. */
export function readResources(): DemoItem[] {
  const all = join(folder, 'resources');
  return readdirSync(all)
    .sort()
    .map((slug) => {
      const own = join(all, slug);
      const text = readFileSync(join(own, 'resource.json'), 'utf8');
      const resource = DemoResource.parse(JSON.parse(text));
      return { ...resource, slug, folder: own };
    });
}
