import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';

/** The prose of lessons: id is `<slug>/<language>`. Everything without words is read by src/exercise. */
const lessons = defineCollection({
  loader: glob({ base: './content/lessons', pattern: '*/{ja,en}.mdx' }),
  schema: z.strictObject({ description: z.string().min(1) }),
});

export const collections = { lessons };
