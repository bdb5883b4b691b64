/** The change as somebody in a hurry makes it: the new way for everybody, without asking how the payment began. */
export const resolvesAccounts = () => true;
