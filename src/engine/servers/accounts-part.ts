import { Part } from '../parts/part.ts';

/** What service accounts bring, and what they are told. */
export const ACCOUNTS_PART = new Part('accounts', async () => {
  const [{ apiServer }, { podToken }] = await Promise.all([import('./api-server.ts'), import('./pod-token.ts')]);
  return { apiServer, podToken };
});
