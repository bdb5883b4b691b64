/**
 * The key that committed histories are encrypted with. It is public on purpose, so that anybody can replay them: the
 * recording drives invented payments only, and no other process may be given it.
 */
const TEXT = 'a known key, for histories only!';

export const HISTORIES_ENCRYPTION_KEYS = `histories:${Buffer.from(TEXT).toString('base64')}`;
