/** Whose home every simulated machine's shell begins in: all of them are root's. */
export const ROOT_HOME = '/root';

/** Where programs are looked for, on machines and in containers. */
export const SEARCH_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
