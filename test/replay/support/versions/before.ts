/** The code before the patch: it knows the old way only. */
export const resolvesAccounts = () => false;
