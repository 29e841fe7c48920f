/** What `npm run fuzz` found, and was mended: each text once broke the reading or the judging. */
export const found: readonly string[] = ['CREATE STATISTICS st (ndistinct) ON a, b FROM user;'];
