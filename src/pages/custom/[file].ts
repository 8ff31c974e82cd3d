import type { APIRoute } from 'astro';
import { readCustomFolder } from '../../layouts/custom/custom-folder.ts';

/** Every custom exercise of this copy of the site, as its author wrote it. */
export function getStaticPaths() {
  return readCustomFolder().map(({ file }) => ({ params: { file } }));
}

export const GET: APIRoute = ({ params }) => {
  const found = readCustomFolder().find(({ file }) => file === params['file']);
  return found === undefined ? new Response(null, { status: 404 }) : new Response(found.text, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
};
