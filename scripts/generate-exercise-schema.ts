/** Writes the public JSON Schema of custom exercises: npm run generate:exercise-schema. test/content/custom-exercise.test.ts holds it fresh. */
import { writeFileSync } from 'node:fs';
import { customJSONSchema } from '../src/exercise/custom/custom-schema.ts';

writeFileSync('public/schema/exercise.json', `${JSON.stringify(customJSONSchema(), null, 2)}\n`);
