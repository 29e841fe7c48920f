import { readdirSync } from 'node:fs';
import type { PlanCase, PlanTopic } from './case.js';

/** All topics, by the names of their files in `cases/`, so that adding one needs no list to be edited. */
export async function loadTopics(): Promise<readonly PlanTopic[]> {
  const directory = new URL('cases/', import.meta.url);
  const files = readdirSync(directory).filter((name) => name.endsWith('.ts'));
  return Promise.all(
    files.sort().map(async (name) => {
      // Every file in the directory is a topic; one that is not has no cases to show, and the next line says so.
      const { default: topic } = (await import(new URL(name, directory).href)) as { default?: PlanTopic };
      if (topic === undefined) throw new Error(`cases/${name} has no default export`);
      return topic;
    }),
  );
}

/** The cases of all topics, in order. */
export async function loadCases(): Promise<readonly PlanCase[]> {
  return (await loadTopics()).flatMap(({ cases }) => cases);
}
