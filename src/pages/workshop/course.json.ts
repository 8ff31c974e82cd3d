import type { APIRoute } from 'astro';
import { readCourseFacts } from '../../workshop/read-course-facts.ts';

/** What the pages of a room fetch of the course: a CourseFacts. */
export const GET: APIRoute = () => Response.json(readCourseFacts());
