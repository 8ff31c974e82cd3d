/** The thread of `readElsewhere`: what `languageBreaches` says of its texts, as its only message. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { readGlossary, readWording } from '../../src/exercise/load.ts';
import { languageBreaches } from './language-laws.ts';
import type { Unread } from './read-before.ts';

const { root, texts } = workerData as Unread;
parentPort?.postMessage(await languageBreaches(texts, readGlossary(root), readWording(root), readFileSync(join(root, 'words.txt'), 'utf8')));
